package dev.sluice.lab.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A column of a comparison: a figure of one subject, or its ratio to another's. */
enum Column {
    RATE("%2$s/s", "%,.0f") {
        @Override
        double of(Series one, List<Series> all) {
            return one.perSecond();
        }
    },
    RATE_TO_HAPROXY("%2$s/s × HAProxy's", "%.2f") {
        @Override
        double of(Series one, List<Series> all) {
            return one.perSecond() / figure(all, Subject.HAPROXY, Series::perSecond);
        }
    },
    CPU("CPU µs/%1$s", "%.1f") {
        @Override
        double of(Series one, List<Series> all) {
            return one.cpuUsEach();
        }
    },
    CPU_LOWEST("lowest", "%.1f") {
        @Override
        double of(Series one, List<Series> all) {
            return one.lowestCpuUsEach();
        }
    },
    CPU_HIGHEST("highest", "%.1f") {
        @Override
        double of(Series one, List<Series> all) {
            return one.highestCpuUsEach();
        }
    },
    CPU_TO_NGINX("CPU × nginx's", "%.2f") {
        @Override
        double of(Series one, List<Series> all) {
            return one.cpuUsEach() / figure(all, Subject.NGINX, Series::cpuUsEach);
        }
    },
    CPU_TO_BETTER("CPU × the better's", "%.2f") {
        @Override
        double of(Series one, List<Series> all) {
            double nginx = figure(all, Subject.NGINX, Series::cpuUsEach);
            double haproxy = figure(all, Subject.HAPROXY, Series::cpuUsEach);
            return one.cpuUsEach() / Math.min(nginx, haproxy);
        }
    },
    P50("p50 ms", "%.3f") {
        @Override
        double of(Series one, List<Series> all) {
            return one.p50Us() / 1e3;
        }
    },
    P99("p99 ms", "%.3f") {
        @Override
        double of(Series one, List<Series> all) {
            return one.p99Us() / 1e3;
        }
    },
    P99_TO_NGINX("p99 × nginx's", "%.2f") {
        @Override
        double of(Series one, List<Series> all) {
            return one.p99Us() / figure(all, Subject.NGINX, Series::p99Us);
        }
    },
    BUSY("its core busy, %%", "%.0f") {
        @Override
        double of(Series one, List<Series> all) {
            return one.busy() * 100;
        }
    };

    private final String heading;
    private final String format;

    Column(String heading, String format) {
        this.heading = heading;
        this.format = format;
    }

    /** The figure; NaN where there is none. */
    abstract double of(Series one, List<Series> all);

    /** The heading for a trial that counts these things. */
    String heading(Thing thing) {
        return heading.formatted(thing.one(), thing.many());
    }

    String cell(double figure) {
        return Double.isFinite(figure) ? String.format(Locale.ROOT, format, figure) : "–";
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static double figure(
            List<Series> all, String subject, ToDoubleFunction<Series> figure) {
        return all.stream()
                .filter(series -> series.subject().equals(subject))
                .mapToDouble(figure)
                .findFirst()
                .orElse(Double.NaN);
    }
}
