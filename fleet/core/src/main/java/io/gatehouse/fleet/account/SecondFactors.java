package io.gatehouse.fleet.account;

import io.gatehouse.fleet.store.Keys;
import io.gatehouse.launch.Surroundings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The second factor: an authenticator app, and codes for whoever has lost it. The app's secret lies sealed in the database,
 * of recovery codes only hashes that take the fleet's master key to make.
 */
public final class SecondFactors {

    private static final int SECRET_BYTES = 20;
    private static final int RECOVERY_CODES = 10;
    private static final int CODE_LETTERS = 10;
    /** Without letters that look like digits. */
    private static final String LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

    private final Jdbi jdbi;
    private final Keys keys;
    private final Surroundings surroundings;

    public SecondFactors(Jdbi jdbi, Keys keys, Surroundings surroundings) {
        this.jdbi = jdbi;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    /** A secret for an app, and the link with which the app takes it. */
    public record Begun(String secret, String link) {
        @Override
        public String toString() {
            return "a second factor";
        }
    }

    /** Makes a secret, which counts only when a first code was right; nothing when there is one that counts already. */
    public Optional<Begun> begin(String account) {
        byte[] secret = new byte[SECRET_BYTES];
        surroundings.random().nextBytes(secret);
        String text = Totp.text(secret);
        int rows = jdbi.withHandle(handle -> handle.execute(
                "update account set totp = ?, totp_step = 0 where name = ? and totp_since is null",
                keys.seal(text),
                account));
        String link = "otpauth://totp/Gatehouse:" + URLEncoder.encode(account, StandardCharsets.UTF_8) + "?secret="
                + text + "&issuer=Gatehouse&algorithm=SHA1&digits=6&period=30";
        return rows == 1 ? Optional.of(new Begun(text, link)) : Optional.empty();
    }

    /** The recovery codes, told this once, when the code is the app's; from now on it is asked for. */
    public Optional<List<String>> confirm(String account, String code) {
        return jdbi.inTransaction(handle -> {
            Optional<Factor> factor = find(handle, account).filter(one -> !one.counts());
            if (factor.isEmpty() || !use(handle, account, factor.get(), code)) {
                return Optional.empty();
            }
            handle.execute("update account set totp_since = ? where name = ?", Grants.at(now()), account);
            handle.execute("delete from recovery_code where account = ?", account);
            List<String> codes = new ArrayList<>();
            while (codes.size() < RECOVERY_CODES) {
                String fresh = newCode();
                codes.add(fresh);
                handle.execute("insert into recovery_code (account, hash) values (?, ?)", account, hash(fresh));
            }
            return Optional.of(codes);
        });
    }

    /** Whether the code is the app's now, or a recovery code that was not used yet; either works once. */
    public boolean check(String account, String given) {
        String code = given.strip().toUpperCase(Locale.ROOT).replaceAll("[ -]", "");
        return jdbi.inTransaction(handle -> {
            Optional<Factor> factor = find(handle, account).filter(Factor::counts);
            if (factor.isEmpty()) {
                return false;
            }
            return use(handle, account, factor.get(), code)
                    || handle.execute(
                                    "update recovery_code set used = ? where account = ? and hash = ? and used is null",
                                    Grants.at(now()),
                                    account,
                                    hash(code))
                            == 1;
        });
    }

    /** Whether a code is asked for beside the password. */
    public boolean isOn(String account) {
        return jdbi.inTransaction(
                handle -> find(handle, account).filter(Factor::counts).isPresent());
    }

    /** Recovery codes that were not used yet. */
    public int codesLeft(String account) {
        return jdbi.withHandle(
                handle -> handle.createQuery("select count(*) from recovery_code where account = ? and used is null")
                        .bind(0, account)
                        .mapTo(Integer.class)
                        .one());
    }

    /** Takes the second factor away; says false when there is none. */
    public boolean remove(String account) {
        return jdbi.inTransaction(handle -> {
            handle.execute("delete from recovery_code where account = ?", account);
            return handle.execute(
                            "update account set totp = null, totp_since = null, totp_step = 0"
                                    + " where name = ? and totp_since is not null",
                            account)
                    == 1;
        });
    }

    private record Factor(byte[] secret, long step, boolean counts) {}

    private Optional<Factor> find(Handle handle, String account) {
        return handle.createQuery(
                        "select totp, totp_step, totp_since from account where name = ? and totp is not null for update")
                .bind(0, account)
                .map((row, context) -> new Factor(
                        Totp.bytes(keys.unseal(row.getBytes("totp"))),
                        row.getLong("totp_step"),
                        row.getObject("totp_since") != null))
                .findOne();
    }

    private boolean use(Handle handle, String account, Factor factor, String code) {
        OptionalLong step = Totp.stepOf(code, factor.secret(), now(), factor.step());
        step.ifPresent(used -> handle.execute("update account set totp_step = ? where name = ?", used, account));
        return step.isPresent();
    }

    private String newCode() {
        StringBuilder code = new StringBuilder();
        while (code.length() < CODE_LETTERS) {
            code.append(LETTERS.charAt(surroundings.random().nextInt(LETTERS.length())));
        }
        return code.toString();
    }

    private String hash(String code) {
        return keys.digest("recovery-codes", code);
    }

    private Instant now() {
        return surroundings.clock().instant();
    }
}
