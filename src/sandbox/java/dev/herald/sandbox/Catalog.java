package dev.herald.sandbox;

import dev.herald.sandbox.engine.InstanceWatch;
import dev.herald.sandbox.engine.Model;
import dev.herald.sandbox.engine.Models;
import io.camunda.client.api.command.ClientException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.xml.sax.SAXException;

/** The BPMN files that were deployed, the examples that belong to them, and what is wrong with any of them. */
final class Catalog {
    static final String BPMN = ".bpmn";
    static final String EXAMPLE = ".example.json";

    private final Herald herald;
    private final InstanceWatch watch;
    private final Map<String, Source> sources = new TreeMap<>();
    private final Map<String, Example> examples = new TreeMap<>();
    private long version;

    Catalog(Herald herald, InstanceWatch watch) {
        this.herald = herald;
        this.watch = watch;
    }

    /**
     * A file as it was taken last.
     *
     * @param problems empty if it is in use
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Source(String name, byte[] content, List<Problem> problems) {

        /** The ids of the executable processes in it. */
        List<String> processes() {
            try {
                return Model.of(content).processes().stream().map(Model.Flow::id).toList();
            } catch (SAXException e) {
                return List.of();
            }
        }

        /** What an element is called in it, with its id. */
        String name(String element) {
            try {
                String called = Model.of(content).names().get(element);
                return called == null ? element : '"' + called + "\" (" + element + ")";
            } catch (SAXException e) {
                return element;
            }
        }
    }

    /** Whether a file of that name is worth reading. */
    static boolean knows(String name) {
        return name.endsWith(BPMN) || name.endsWith(EXAMPLE);
    }

    /** Grows with every file that is taken. */
    synchronized long version() {
        return version;
    }

    /** What is wrong, by file. */
    synchronized List<Source> faulty() {
        return sources.values().stream().filter(source -> !source.problems().isEmpty()).toList();
    }

    /** The processes that somebody can start, whoever deployed them. */
    List<Models.Deployed> startable() {
        return watch.models().latest().stream().filter(Models.Deployed::isStartable)
                .sorted(Comparator.comparing(Models.Deployed::processId)).toList();
    }

    /** Those among them that came with no example, the sandbox's own aside. */
    synchronized List<String> withoutExample() {
        return startable().stream().filter(deployed -> sources.containsKey(deployed.resource()))
                .map(Models.Deployed::processId).filter(id -> !examples.containsKey(id)).toList();
    }

    /** Offers the accounts of what others have deployed, as the Modeler does. */
    void offerAccounts() {
        for (Models.Deployed deployed : watch.models().latest()) {
            try {
                herald.offer(Accounts.of(deployed.model()));
            } catch (SandboxFailure e) {
                // the incident names what is missing
            }
        }
    }

    synchronized Optional<Source> find(String name) {
        return Optional.ofNullable(sources.get(name));
    }

    /** In the order of their processes. */
    synchronized List<Example> examples() {
        return new ArrayList<>(examples.values());
    }

    synchronized Optional<Example> example(String processId) {
        return Optional.ofNullable(examples.get(processId));
    }

    /** Deploys what the sandbox brings itself. */
    synchronized void deployOwn(String resource) throws IOException {
        try (InputStream bpmn = Catalog.class.getResourceAsStream(resource)) {
            if (bpmn == null) {
                throw new IOException(resource + " is not on the class path");
            }
            herald.client().newDeployResourceCommand().addResourceStream(bpmn, resource).send().join();
        }
    }

    /** Takes all files; Herald starts once, with whatever they name. */
    void takeAll(Map<String, byte[]> files) {
        Accounts accounts = Accounts.NONE;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            try {
                accounts = file.getKey().endsWith(BPMN)
                        ? accounts.and(Accounts.of(Model.of(file.getValue())))
                        : accounts;
            } catch (SAXException e) {
                // said when it is deployed
            }
        }
        herald.offer(accounts);
        files.forEach(this::take);
    }

    /** Deploys a BPMN file, or reads an example; what is wrong with it is kept, and what was there before stays in use. */
    synchronized Source take(String name, byte[] content) {
        version++;
        Source source = new Source(name, content, name.endsWith(BPMN) ? deploy(name, content) : read(name, content));
        sources.put(name, source);
        return source;
    }

    /** Forgets a file that is there no longer; what it deployed stays. */
    synchronized void drop(String name) {
        version++;
        sources.remove(name);
        if (name.endsWith(EXAMPLE)) {
            examples.remove(processId(name));
        }
    }

    private List<Problem> deploy(String name, byte[] bpmn) {
        try {
            herald.offer(Accounts.of(Model.of(bpmn)));
            herald.client().newDeployResourceCommand().addResourceBytes(bpmn, name).send().join().getProcesses()
                    .forEach(process -> watch.awaitModel(process.getProcessDefinitionKey()));
            return List.of();
        } catch (SAXException e) {
            return List.of(new Problem(null, "This is no BPMN file: " + e.getMessage()));
        } catch (SandboxFailure e) {
            return List.of(new Problem(null, "Herald does not start with the accounts that it names."));
        } catch (ClientException e) {
            return Problem.of(String.valueOf(e.getMessage()));
        }
    }

    private List<Problem> read(String name, byte[] json) {
        try {
            examples.put(processId(name), uploaded(Example.of(processId(name), json)));
            return List.of();
        } catch (ClientException e) {
            return List.of(new Problem(null, "The document store does not take its documents: " + e.getMessage()));
        } catch (IOException | IllegalArgumentException e) {
            return List.of(new Problem(null, String.valueOf(e.getMessage())));
        }
    }

    /** The example, with its documents in the document store and references to them among its variables. */
    private Example uploaded(Example example) {
        Example uploaded = example;
        for (Map.Entry<String, Example.Document> document : example.documents().entrySet()) {
            Example.Document file = document.getValue();
            uploaded = uploaded.with(document.getKey(),
                    herald.client().newCreateDocumentCommand().content(file.content()).fileName(file.fileName())
                            .contentType(file.contentType()).send().join());
        }
        return uploaded;
    }

    private static String processId(String example) {
        return example.substring(0, example.length() - EXAMPLE.length());
    }
}
