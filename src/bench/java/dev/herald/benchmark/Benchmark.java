package dev.herald.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.herald.benchmark.cost.CostPart;
import dev.herald.benchmark.engine.EnginePart;
import dev.herald.benchmark.engine.StartPart;
import dev.herald.benchmark.large.LargePart;
import dev.herald.benchmark.ledger.LedgerPart;
import dev.herald.benchmark.pushback.PushbackPart;
import dev.herald.benchmark.report.Machine;
import dev.herald.benchmark.report.Options;
import dev.herald.benchmark.report.Part;
import dev.herald.benchmark.report.Report;
import dev.herald.benchmark.report.Tables;
import dev.herald.benchmark.sms.SmsPart;
import dev.herald.benchmark.wire.WirePart;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Runs the parts that were asked for, prints what they found as tables and writes it to {@code benchmark.json}. */
public final class Benchmark {
    private static final List<Part> PARTS = List.of(new EnginePart(), new WirePart(), new LargePart(), new SmsPart(),
            new CostPart(),
            new StartPart(), new PushbackPart(), new LedgerPart());

    private Benchmark() {}

    public static void main(String[] args) throws Exception {
        silenceLibraries();
        Options options = Options.ofSystemProperties();
        Machine machine = Machine.now();
        Report report = new Report();
        boolean complete = true;
        for (Part part : chosen(options.parts())) {
            System.out.println("Measuring " + part.name() + " ...");
            try {
                part.run(options, report);
            } catch (Exception e) {
                complete = false;
                System.out.println(part.name() + " failed: " + e);
            }
            write(machine, options, report);
        }
        System.out.println(Tables.of(report));
        System.out.println(machine);
        System.exit(complete ? 0 : 1); // whatever threads a competitor has left behind
    }

    private static List<Part> chosen(List<String> names) {
        Map<String, Part> parts = PARTS.stream().collect(Collectors.toMap(Part::name, Function.identity(),
                (one, other) -> one, LinkedHashMap::new));
        return names.stream().map(name -> {
            Part part = parts.get(name.strip());
            if (part == null) {
                throw new IllegalArgumentException("benchmark.parts: " + name + " is none of " + parts.keySet());
            }
            return part;
        }).toList();
    }

    private static void write(Machine machine, Options options, Report report) throws IOException {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", machine);
        json.put("rounds", options.rounds());
        json.put("measurements", report.measurements());
        json.put("targets", report.targets());
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(options.folder().resolve("benchmark.json").toFile(), json);
    }

    private static void silenceLibraries() {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME))
                .setLevel(ch.qos.logback.classic.Level.WARN);
    }
}
