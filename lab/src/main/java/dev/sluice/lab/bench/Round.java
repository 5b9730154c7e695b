package dev.sluice.lab.bench;

import dev.sluice.lab.process.Core;
import dev.sluice.lab.process.LabFailure;
import dev.sluice.lab.process.Machine;
import dev.sluice.lab.process.Requirement;
import dev.sluice.lab.process.Scratch;
import dev.sluice.lab.tls.Authority;
import dev.sluice.lab.tls.IssuedCertificate;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** One set-up of all subjects and the trials that they go through in it. */
final class Round {
    private final Flags.Values flags;
    private final PrintStream progress;
    private final StringBuilder text = new StringBuilder();

    Round(Flags.Values flags, PrintStream progress) {
        this.flags = flags;
        this.progress = progress;
    }

    static void checkMachine() throws LabFailure {
        Requirement.check(Requirement.values());
        if (Machine.cores() < 2) {
            throw new LabFailure("needs two cores: one for the balancer, one for load and backend");
        }
    }

    /** Plain HTTP, with everything that is compared, or with a log and what a log changes. */
    String http(boolean logged) throws LabFailure {
        heading(logged);
        Setup setup = new Setup(Core.BALANCER, logged, Optional.empty());
        try (Scratch scratch = Scratch.create();
                Subjects subjects = Subjects.start(scratch, setup, AnswerCheck.plain(), progress)) {
            Comparison comparison = new Comparison(scratch.subfolder("load"));
            keepAlive(subjects, comparison);
            if (!logged) {
                trial(subjects, comparison.large());
                trial(subjects, comparison.newConnections());
                cost(scratch, subjects, comparison);
            }
        }
        return text.toString();
    }

    /** TLS 1.3 to clients, plain HTTP to the backend. */
    String https(boolean logged) throws LabFailure {
        heading(logged);
        Authority authority = Authority.create();
        IssuedCertificate certificate = authority.issue("localhost");
        Setup setup = new Setup(Core.BALANCER, logged, Optional.of(certificate));
        AnswerCheck check = AnswerCheck.trusting(authority);
        try (Scratch scratch = Scratch.create();
                Subjects subjects = Subjects.start(scratch, setup, check, progress)) {
            Comparison comparison = new Comparison(scratch.subfolder("load"));
            keepAlive(subjects, comparison);
            if (!logged) {
                trial(subjects, comparison.large());
                trial(subjects, comparison.handshakes(false));
                trial(subjects, comparison.handshakes(true));
                cost(scratch, subjects, comparison);
            }
        }
        return text.toString();
    }

    private void heading(boolean logged) {
        text.append(logged ? "## Access log on\n\n" : "## Access log off\n\n");
    }

    private void keepAlive(Subjects subjects, Comparison comparison) {
        List<Series> most = trial(subjects, comparison.small());
        double nginxPerSecond = most.getFirst().perSecond();
        if (Double.isFinite(nginxPerSecond)) {
            trial(subjects, comparison.fixedRate(nginxPerSecond / 2));
        }
    }

    private List<Series> trial(Subjects subjects, Trial trial) {
        SideBySide sideBySide = new SideBySide(subjects.all(), flags, progress);
        List<Series> all = sideBySide.run(trial.title(), trial.load());
        text.append(trial.render(all));
        return all;
    }

    private void cost(Scratch scratch, Subjects subjects, Comparison comparison) throws LabFailure {
        progress.println("counting system calls");
        Cost cost = new Cost(scratch.subfolder("cost"), comparison.smallLoad());
        text.append(cost.render(subjects.all()));
    }
}
