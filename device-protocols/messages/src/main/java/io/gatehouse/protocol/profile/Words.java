package io.gatehouse.protocol.profile;

/** The same words in the two languages of the product. */
public record Words(String zh, String en) {

    /** In the language of the tag ({@code zh-CN}, {@code en}); Chinese for any Chinese, else English. */
    public String in(String language) {
        return language.startsWith("zh") ? zh : en;
    }
}
