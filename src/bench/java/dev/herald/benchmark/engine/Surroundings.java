package dev.herald.benchmark.engine;

import dev.herald.benchmark.local.Certificate;
import dev.herald.benchmark.local.SmtpSink;
import dev.herald.benchmark.local.TwilioApi;
import dev.herald.benchmark.report.Options;
import java.io.IOException;
import java.time.Duration;

/** What a Herald works with: a broker and the instances in it, an SMTP server and a Twilio API that answer at once. */
record Surroundings(Certificate certificate, SmtpSink sink, TwilioApi api, Broker broker, Instances instances)
        implements
            AutoCloseable {

    static Surroundings open(Options options) throws Exception {
        Certificate certificate = Certificate.make(options.folder());
        SmtpSink sink = SmtpSink.withTls(certificate, Duration.ZERO);
        TwilioApi api = new TwilioApi(Duration.ZERO);
        Broker broker = new Broker(options.folder());
        return new Surroundings(certificate, sink, api, broker, new Instances(broker.gateway()));
    }

    @Override
    public void close() throws IOException {
        try (sink; api; broker; instances) {
            // the last one first
        }
    }
}
