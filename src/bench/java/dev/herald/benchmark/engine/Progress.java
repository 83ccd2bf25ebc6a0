package dev.herald.benchmark.engine;

/** When a tenth and when nine tenths of some jobs were done. */
final class Progress {
    private final long before;
    private final int jobs;
    private final Crossing tenth;
    private final Crossing nineTenths;

    /** @param before how many were done before */
    Progress(long before, int jobs) {
        this.before = before;
        this.jobs = jobs;
        tenth = new Crossing(jobs * 0.1);
        nineTenths = new Crossing(jobs * 0.9);
    }

    /** @return whether all are done */
    boolean note(long nanoTime, long done) {
        tenth.note(nanoTime, done - before);
        nineTenths.note(nanoTime, done - before);
        return done - before >= jobs;
    }

    double perSecond() {
        return jobs * 0.8e9 / (nineTenths.at - tenth.at);
    }

    /** The moment at which a count passes a mark, between two looks at it. */
    private static final class Crossing {
        private final double mark;
        private long lastTime = Long.MIN_VALUE;
        private long lastCount;
        private double at = Double.NaN;

        Crossing(double mark) {
            this.mark = mark;
        }

        void note(long time, long count) {
            if (Double.isNaN(at) && count >= mark) {
                at = lastTime == Long.MIN_VALUE
                        ? time
                        : lastTime + (time - lastTime) * (mark - lastCount) / (count - lastCount);
            }
            lastTime = time;
            lastCount = count;
        }
    }
}
