package dev.herald.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The file of an embedded ledger, and the one beside it in which the newest commits stand. Deleted or replaced under a process
 * that has opened them, they take what is written to them along.
 */
final class LedgerFile {
    /** To look takes a third as long as to write. */
    private static final long OFTEN = Duration.ofMillis(100).toNanos();
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private final List<Path> paths;
    private final Map<Path, Object> opened = new ConcurrentHashMap<>();
    private volatile long looked = System.nanoTime() - OFTEN;

    /** @param file empty where the ledger is none */
    LedgerFile(Optional<Path> file) {
        paths = file.map(path -> List.of(path, Path.of(path + "-wal"))).orElse(List.of());
    }

    /**
     * Makes sure that nobody else on the machine reads it, whatever its folder: message ids and refused recipients concern
     * nobody.
     */
    static void protect(Path file) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(file, PRIVATE);
            } else {
                FileAttribute<?> permissions = PosixFilePermissions.asFileAttribute(PRIVATE);
                Files.createFile(file, permissions);
            }
        } catch (IOException e) {
            // it is another's, or no file at all: opening it says what is wrong
        }
    }

    /**
     * Looks whether they are still there, or were a moment ago.
     *
     * @throws SQLException where they are not: nothing may be sent
     */
    void check() throws SQLException {
        long now = System.nanoTime();
        if (now - looked < OFTEN) {
            return;
        }
        for (Path path : paths) {
            Object known = opened.get(path);
            Object found = key(path);
            if (known == null && found != null) {
                opened.put(path, found);
            } else if (known != null && !known.equals(found)) {
                looked = now - OFTEN; // so that the next one looks as well
                throw new SQLException(
                        "The ledger's file " + path + " was deleted or replaced while Herald was at work:"
                                + " put it back, or start Herald again.");
            }
        }
        looked = now;
    }

    /** What tells the file from every other; null where there is none. */
    private static @Nullable Object key(Path path) {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null ? "a file" : key;
        } catch (IOException e) {
            return null;
        }
    }
}
