package io.gatehouse.identity;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;
import org.jspecify.annotations.Nullable;

/**
 * How a client goes to a server, in the forms that client libraries take.
 *
 * @param key what it shows, or nothing
 */
public record ClientSide(@Nullable HeldKey key, ServerTrust trust) {

    private static final Provider ANY = Security.getProviders()[0];

    /** For Java's own HTTP client. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(), new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }

    private KeyManager[] keyManagers() {
        return key == null ? new KeyManager[0] : new KeyManager[] {key};
    }

    public KeyManagerFactory keys() {
        return new Keys(keyManagers());
    }

    public TrustManagerFactory trusted() {
        return new Trusted(trust);
    }

    private static final class Keys extends KeyManagerFactory {
        private Keys(KeyManager[] managers) {
            super(
                    new KeyManagerFactorySpi() {
                        @Override
                        protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {
                            // it has its key
                        }

                        @Override
                        protected void engineInit(ManagerFactoryParameters parameters) {
                            // it has its key
                        }

                        @Override
                        protected KeyManager[] engineGetKeyManagers() {
                            return managers.clone();
                        }
                    },
                    ANY,
                    "held");
        }
    }

    private static final class Trusted extends TrustManagerFactory {
        private Trusted(TrustManager manager) {
            super(
                    new TrustManagerFactorySpi() {
                        @Override
                        protected void engineInit(@Nullable KeyStore store) {
                            // it knows whom to trust
                        }

                        @Override
                        protected void engineInit(ManagerFactoryParameters parameters) {
                            // it knows whom to trust
                        }

                        @Override
                        protected TrustManager[] engineGetTrustManagers() {
                            return new TrustManager[] {manager};
                        }
                    },
                    ANY,
                    "held");
        }
    }
}
