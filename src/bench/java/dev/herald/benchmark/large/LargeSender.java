package dev.herald.benchmark.large;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.herald.benchmark.local.HeraldChannels;
import dev.herald.document.DocumentConfiguration;
import dev.herald.document.DocumentLimits;
import dev.herald.message.Documents;
import dev.herald.message.Email;
import dev.herald.message.file.Attachment;
import dev.herald.message.file.Content;
import dev.herald.message.file.DocumentContent;
import dev.herald.message.text.BodyFormat;
import io.camunda.client.CamundaClient;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Sends them and prints how long that took and what the heap held. */
final class LargeSender {
    private static final AtomicLong HEAP = new AtomicLong();

    private LargeSender() {}

    /** @param heapMiB the most that was in use after a collection */
    record Result(double seconds, double heapMiB) {
        private static final String MARK = "result ";

        static Result read(Path log) throws IOException {
            String line = Files.readAllLines(log).stream().filter(it -> it.startsWith(MARK)).findFirst().orElseThrow();
            String[] words = line.split(" ", -1);
            return new Result(Double.parseDouble(words[1]), Double.parseDouble(words[2]));
        }

        void print() {
            System.out.println(MARK + seconds + " " + heapMiB);
        }
    }

    private record FileContent(Path file, long length) implements Content {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }

    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[1]);
        int emails = Integer.parseInt(args[2]);
        watchHeap();
        String preset = "herald.smtp.presets.default.";
        try (HeraldChannels channels = new HeraldChannels(Map.of(preset + "host", "localhost", preset + "port", args[0],
                preset + "security", "none", preset + "sender", "no-reply@herald.example", preset + "max-connections",
                emails, preset + "max-attachment-size", "10MB", preset + "send-deadline", "5m"));
                AnnotationConfigApplicationContext context = documents(args[3]);
                ExecutorService threads = Executors.newFixedThreadPool(emails)) {
            long size = Files.size(file);
            Content content = args[4].equals("files")
                    ? new FileContent(file, size)
                    : new DocumentContent(null, "large", null, size, null);
            Documents documents = context.getBean(Documents.class);
            Email email = new Email(null, null, List.of("someone@acme.example"), List.of(), List.of(), List.of(),
                    Map.of(), List.of(new Attachment("large.bin", "application/octet-stream", content, false, null)),
                    "A file", "It is attached.", BodyFormat.TEXT);
            Callable<Boolean> sending = () -> {
                try (Documents.Fetch.Ready here = (Documents.Fetch.Ready) documents.fetch(email)) {
                    channels.send(channels.email(), here.email());
                }
                return true;
            };
            long begin = System.nanoTime();
            for (Future<Boolean> sent : threads.invokeAll(Collections.nCopies(emails, sending))) {
                sent.get();
            }
            new Result((System.nanoTime() - begin) / 1e9, HEAP.get() / 1048576.0).print();
        }
        System.exit(0);
    }

    /** @param store where documents are */
    private static AnnotationConfigApplicationContext documents(String store) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(CamundaClient.class,
                () -> CamundaClient.newClientBuilder().restAddress(URI.create(store)).build());
        context.registerBean(DocumentLimits.class, () -> new DocumentLimits(Duration.ofMinutes(5), Long.MAX_VALUE));
        context.register(DocumentConfiguration.class);
        context.refresh();
        return context;
    }

    private static void watchHeap() {
        ManagementFactory.getGarbageCollectorMXBeans().forEach(collector -> ((NotificationEmitter) collector)
                .addNotificationListener((notification, ignored) -> note(notification), null, null));
    }

    private static void note(Notification notification) {
        if (notification.getUserData() instanceof CompositeData data) {
            long used = GarbageCollectionNotificationInfo.from(data).getGcInfo().getMemoryUsageAfterGc().entrySet()
                    .stream().filter(pool -> isHeap(pool.getKey())).map(Map.Entry::getValue)
                    .mapToLong(MemoryUsage::getUsed).sum();
            HEAP.accumulateAndGet(used, Math::max);
        }
    }

    private static boolean isHeap(String pool) {
        return pool.contains("Eden") || pool.contains("Survivor") || pool.contains("Old") || pool.contains("Tenured");
    }
}
