package dev.herald.email.smtp;

import dev.herald.email.smtp.TokenEndpoint.Grant;
import dev.herald.email.smtp.TokenEndpoint.NoTokenException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The access token of one login, renewed well before it ends: Exchange takes none in its last ten minutes. */
public final class AccessTokens {
    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);
    private static final Duration EARLY = Duration.ofMinutes(15);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final String setting;
    private final @Nullable String ownRefreshToken;
    private final TokenEndpoint endpoint;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Token current;
    // held by the lock
    private @Nullable String refreshToken;

    /**
     * @param value what the server wants to see
     * @param renewal when another should be fetched, as {@link System#nanoTime}
     * @param expires when it is of no more use
     * @param fresh whether it was fetched for this very caller
     */
    record Token(String value, long renewal, long expires, boolean fresh) {
        Token known() {
            return new Token(value, renewal, expires, false);
        }

        @Override
        public String toString() {
            return "Token[]";
        }
    }

    /** @param setting the property {@code oauth2} */
    public AccessTokens(String setting, OAuth2 oauth2, HttpClient http, Duration timeout) {
        this(setting, oauth2, new TokenEndpoint(oauth2, http, timeout), System::nanoTime);
    }

    AccessTokens(String setting, OAuth2 oauth2, TokenEndpoint endpoint, LongSupplier nanoTime) {
        this.setting = setting;
        this.ownRefreshToken = oauth2.refreshToken();
        this.endpoint = endpoint;
        this.nanoTime = nanoTime;
        refreshToken = ownRefreshToken;
    }

    /**
     * What a server wants to see, for a login outside of SMTP.
     *
     * @param timeout how long to wait for it
     * @throws IOException where none is to be had now
     */
    public String value(Duration timeout, ScheduledExecutorService alarms) throws IOException {
        try (Deadline deadline = new Deadline(timeout, alarms)) {
            return get(deadline).value();
        } catch (SmtpException e) {
            throw new IOException("no access token", e);
        }
    }

    /** A token that is still good. One caller fetches it; others wait where there is none to go on with. */
    Token get(Deadline deadline) throws SmtpException {
        Token known = current;
        if (known != null && known.renewal() - nanoTime.getAsLong() > 0) {
            return known;
        }
        boolean stillGood = known != null && known.expires() - nanoTime.getAsLong() > 0;
        if (!acquire(stillGood ? Duration.ZERO : deadline.left())) {
            if (known != null && stillGood) {
                return known;
            }
            throw noToken("another attempt waits for it already", null);
        }
        try {
            Token renewed = current;
            return renewed != null && renewed.renewal() - nanoTime.getAsLong() > 0 ? renewed : fetch(deadline);
        } catch (NoTokenException e) {
            if (known == null || !stillGood) {
                throw noToken(String.valueOf(e.getMessage()), e);
            }
            Token later = new Token(known.value(), nanoTime.getAsLong() + PAUSE.toNanos(), known.expires(), false);
            current = later;
            return later;
        } finally {
            lock.unlock();
        }
    }

    private boolean acquire(Duration patience) {
        try {
            return lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Not to be given out again. Does not wait for who fetches one: at worst theirs is fetched twice. */
    void discard(Token token) {
        Token known = current;
        if (known != null && known.value().equals(token.value())) {
            current = null;
        }
    }

    private Token fetch(Deadline deadline) throws NoTokenException {
        Grant grant = ask(deadline);
        note(grant.refreshToken());
        long now = nanoTime.getAsLong();
        Duration lifetime = grant.lifetime();
        Duration kept = lifetime.compareTo(EARLY.multipliedBy(2)) > 0
                ? lifetime.minus(EARLY)
                : lifetime.dividedBy(2);
        Token fetched = new Token(grant.accessToken(), now + kept.toNanos(), now + lifetime.toNanos(), true);
        current = fetched.known();
        return fetched;
    }

    /** A renewed refresh token may be refused where the one of the settings is newer: they may have changed since. */
    private Grant ask(Deadline deadline) throws NoTokenException {
        try {
            return endpoint.ask(refreshToken, deadline);
        } catch (NoTokenException e) {
            if (!e.isInvalidGrant() || refreshToken == null || refreshToken.equals(ownRefreshToken)) {
                throw e;
            }
            refreshToken = ownRefreshToken;
            return endpoint.ask(refreshToken, deadline);
        }
    }

    private void note(@Nullable String renewed) {
        if (ownRefreshToken == null || renewed == null || renewed.equals(refreshToken)) {
            return;
        }
        if (ownRefreshToken.equals(refreshToken)) {
            LOG.warn(
                    "{}.refresh-token: the provider gave a new one, which Herald keeps until it stops. Renew the setting"
                            + " before the one in it ends",
                    setting);
        }
        refreshToken = renewed;
    }

    private static SmtpException noToken(String problem, @Nullable Throwable cause) {
        return SmtpException.broken(SmtpPhase.AUTH, SmtpFault.NO_TOKEN, ": " + problem, cause);
    }
}
