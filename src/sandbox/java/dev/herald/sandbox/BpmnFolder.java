package dev.herald.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The BPMN files and examples of a folder, as they are at any moment. */
final class BpmnFolder {
    private final Path folder;

    /** @throws SandboxFailure if there is no such folder */
    BpmnFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new SandboxFailure("There is no folder " + folder.toAbsolutePath()
                    + ". Start the sandbox where pom.xml is, or set --herald.sandbox.processes=<folder>.");
        }
        this.folder = folder;
    }

    /** Tells one state of a file from another. */
    record Stamp(FileTime modified, long size) {}

    /** The files that belong to processes, by name. */
    Map<String, Stamp> files() throws IOException {
        Map<String, Stamp> stamps = new TreeMap<>();
        for (Path file : list()) {
            try {
                stamps.put(file.getFileName().toString(),
                        new Stamp(Files.getLastModifiedTime(file), Files.size(file)));
            } catch (NoSuchFileException e) {
                // it is just being replaced
            }
        }
        return stamps;
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> Catalog.knows(file.getFileName().toString())).toList();
        }
    }

    byte[] read(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }
}
