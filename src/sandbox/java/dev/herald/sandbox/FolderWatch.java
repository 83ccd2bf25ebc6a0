package dev.herald.sandbox;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Takes files of the folder again when they change. Looks at them itself: not every file system tells of changes. */
final class FolderWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(300);

    private final BpmnFolder folder;
    private final Catalog catalog;
    private final Map<String, BpmnFolder.Stamp> known = new HashMap<>();
    private final ScheduledExecutorService executor = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("sandbox-folder").factory());
    private final Future<?> looking;

    /** Takes what is there, and starts to watch. */
    FolderWatch(BpmnFolder folder, Catalog catalog) throws IOException {
        this.folder = folder;
        this.catalog = catalog;
        known.putAll(folder.files());
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : known.keySet()) {
            files.put(name, folder.read(name));
        }
        catalog.takeAll(files);
        looking = executor.scheduleWithFixedDelay(this::look, INTERVAL.toMillis(), INTERVAL.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            catalog.offerAccounts();
            Map<String, BpmnFolder.Stamp> now = folder.files();
            for (String name : new TreeMap<>(known).keySet()) {
                if (!now.containsKey(name)) {
                    known.remove(name);
                    catalog.drop(name);
                }
            }
            for (Map.Entry<String, BpmnFolder.Stamp> file : now.entrySet()) {
                if (!file.getValue().equals(known.get(file.getKey()))) {
                    catalog.take(file.getKey(), folder.read(file.getKey()));
                    known.put(file.getKey(), file.getValue());
                }
            }
        } catch (NoSuchFileException e) {
            // it is just being replaced: next time
        } catch (IOException | RuntimeException e) {
            System.getLogger(FolderWatch.class.getName()).log(System.Logger.Level.ERROR,
                    "The folder of the processes can''t be read: {0}", e.getMessage());
        }
    }

    @Override
    public void close() {
        looking.cancel(false);
        executor.shutdownNow();
    }
}
