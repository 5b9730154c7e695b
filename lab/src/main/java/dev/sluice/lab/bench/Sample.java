package dev.sluice.lab.bench;

import dev.sluice.lab.load.LoadReport;

/** One run of a load against one subject, with the CPU time that the subject took for it. */
record Sample(LoadReport report, long cpuUs) {
    double perSecond() {
        return report.requests() / report.durationSeconds();
    }

    double cpuUsEach() {
        return (double) cpuUs / report.requests();
    }

    /** Share of one core that the subject used. */
    double busy() {
        return cpuUs / (report.durationSeconds() * 1e6);
    }
}
