package io.gatehouse.identity;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The key and the certificate that one side of a connection shows. They can be replaced while listeners are open: the
 * next handshake shows the new ones, and no connection ends for it.
 */
public final class HeldKey extends X509ExtendedKeyManager {

    private static final String ALIAS = "held";

    private volatile Shown shown;

    /** @param chain what certifies the key, then who certifies that */
    private record Shown(PrivateKey key, List<X509Certificate> chain) {}

    public HeldKey(PrivateKey key, List<X509Certificate> chain) {
        this.shown = new Shown(key, List.copyOf(chain));
    }

    /** From the next handshake on. */
    public void replace(PrivateKey key, List<X509Certificate> chain) {
        shown = new Shown(key, List.copyOf(chain));
    }

    public X509Certificate certificate() {
        return shown.chain.get(0);
    }

    public PrivateKey key() {
        return shown.key;
    }

    public List<X509Certificate> chain() {
        return shown.chain;
    }

    /** Of names such as {@code EC_EC} the first part is the key's own kind. */
    private @Nullable String aliasFor(String kind) {
        return kind.split("_", 2)[0].equals(shown.key.getAlgorithm()) ? ALIAS : null;
    }

    private @Nullable String aliasFor(String[] kinds) {
        for (String kind : kinds) {
            if (aliasFor(kind) != null) {
                return ALIAS;
            }
        }
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
        return aliasFor(kind) == null ? null : new String[] {ALIAS};
    }

    @Override
    public @Nullable String chooseClientAlias(String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return aliasFor(kinds);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] kinds, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return aliasFor(kinds);
    }

    @Override
    public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
        return getClientAliases(kind, issuers);
    }

    @Override
    public @Nullable String chooseServerAlias(String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return aliasFor(kind);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String kind, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return aliasFor(kind);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return shown.chain.toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return shown.key;
    }
}
