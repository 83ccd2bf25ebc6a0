package dev.herald.sandbox;

import dev.herald.HeraldApplication;
import io.camunda.client.CamundaClient;
import io.grpc.ClientInterceptor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;

/** Herald as in production, but for its settings. */
final class Herald implements AutoCloseable {
    private final Surroundings surroundings;
    private final List<String> arguments;
    private Accounts accounts = Accounts.NONE;
    /** With which it did not start. */
    private @Nullable Accounts refused;
    private @Nullable ConfigurableApplicationContext context;

    /** @param arguments those of the command line that are not the sandbox's own */
    Herald(Surroundings surroundings, List<String> arguments) {
        this.surroundings = surroundings;
        this.arguments = arguments;
    }

    /**
     * Sees to it that it runs with these accounts, too: those that no setting names lead to the local servers.
     *
     * @throws SandboxFailure if it does not start
     */
    synchronized void offer(Accounts wanted) {
        Accounts all = accounts.and(wanted);
        if (context != null && all.equals(accounts)) {
            return;
        }
        if (all.equals(refused)) {
            throw new SandboxFailure("Herald did not start.");
        }
        boolean running = context != null;
        close();
        try {
            start(all);
        } catch (RuntimeException e) { // Spring Boot has said why
            refused = all;
            if (running) {
                start(accounts);
            }
            throw new SandboxFailure("Herald did not start.", e);
        }
    }

    private synchronized void start(Accounts offered) {
        SpringApplication application = new SpringApplication(HeraldApplication.class);
        application.addListeners(new SandboxSettings(environment -> surroundings.settings(environment, offered)));
        application.addInitializers(context -> ((GenericApplicationContext) context).registerBean(
                ClientInterceptor.class,
                () -> new FailureVariables(surroundings.watch(), () -> context.getBean(CamundaClient.class))));
        context = application.run(arguments.toArray(String[]::new));
        accounts = offered;
    }

    CamundaClient client() {
        return running().getBean(CamundaClient.class);
    }

    /** Where it answers health checks. */
    int port() {
        return environment().getRequiredProperty("local.server.port", Integer.class);
    }

    /** Whether no setting leads messages to other servers. */
    boolean sendsHere() {
        return surroundings.receiveAll(environment());
    }

    private Environment environment() {
        return running().getEnvironment();
    }

    private synchronized ConfigurableApplicationContext running() {
        if (context == null) {
            throw new IllegalStateException("Herald does not run");
        }
        return context;
    }

    @Override
    public synchronized void close() {
        if (context != null) {
            context.close();
            context = null;
        }
    }
}
