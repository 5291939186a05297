package io.gatehouse.gateway;

import static io.gatehouse.gateway.GatewayStand.READER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.gatehouse.protocol.sitebook.SiteBook;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway's own process, whose power is taken and whose door is stormed: what is locked stays, and its memory does. */
class UnderSiegeTest {

    /** S4: at most so much more memory than before. */
    private static final long MOST_GROWTH = 64L << 20;

    @TempDir
    Path folder;

    private GatewayProcess gateway = new GatewayProcess(Map.of(), Path.of(""));
    private int seq;

    @BeforeEach
    void a_site_whose_card_needs_a_pin() {
        GatewayStand stand = new GatewayStand(folder.resolve("gateway"));
        stand.keep(RulesAtTheDoorTest.withPin(SiteBook.DoorMode.LOCKED));
        gateway = new GatewayProcess(stand.options(), folder.resolve("gateway.log"));
    }

    @AfterEach
    void end() throws Exception {
        gateway.close();
    }

    @Test
    void a_lock_after_wrong_PINs_survives_kill_9_right_after_the_answer() throws Exception {
        gateway.start();
        Mqtt5AsyncClient guesser = gateway.comesIn(READER);
        BlockingQueue<JsonNode> answers = answers(guesser);
        for (int guess = 0; guess < 5; guess++) {
            present(guesser, "000" + guess);
            assertThat(next(answers)).isEqualTo("PIN_INVALID");
        }

        gateway.kill();
        gateway.start();

        Mqtt5AsyncClient again = gateway.comesIn(READER);
        BlockingQueue<JsonNode> afterwards = answers(again);
        present(again, "4711");
        assertThat(next(afterwards)).isEqualTo("CREDENTIAL_LOCKED_OUT");
        again.disconnect();
    }

    private static BlockingQueue<JsonNode> answers(Mqtt5AsyncClient device) {
        BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
        GatewayStand.await(device.subscribeWith()
                .topicFilter("gh/v1/" + READER + "/cmd")
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(message -> answers.add(GatewayStand.json(message.getPayloadAsBytes())))
                .send());
        return answers;
    }

    private void present(Mqtt5AsyncClient device, String pin) {
        String event = "{\"type\":\"CredentialPresented\",\"bootId\":\"b1\",\"seq\":" + ++seq
                + ",\"credential\":{\"type\":\"CARD\",\"number\":\"" + GatewayStand.CARD + "\",\"pin\":\"" + pin
                + "\"}}";
        device.publishWith()
                .topic("gh/v1/" + READER + "/event")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(event.getBytes(StandardCharsets.UTF_8))
                .send();
    }

    private static String next(BlockingQueue<JsonNode> answers) throws InterruptedException {
        JsonNode answer = answers.poll(GatewayStand.SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(answer).isNotNull();
        return String.valueOf(answer).replaceAll(".*\"reason\":\"(\\w+)\".*", "$1");
    }

    @Test
    void a_thousand_who_never_sign_in_cost_little_memory() throws Exception {
        storm(1_000);
    }

    @Test
    @Tag("soak")
    void five_thousand_who_never_sign_in_cost_little_memory() throws Exception {
        storm(5_000);
    }

    /** A third says nothing, a third begins and drips, a third says how much it will send, and that is far too much. */
    private void storm(int count) throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "memory is weighed by /proc");
        gateway.start();
        storm(count, List.of("", "10", "10ffffff7f"));
        // the first storm loads what a gateway has for it; the second must find it all
        long before = gateway.residentBytes();
        long grown = storm(count, List.of("", "10ff7f00044d5154540502000a", "10ffffff7f")) - before;

        System.out.printf("S4: %d who never sign in, RSS grew by %d MiB, bar 64 MiB%n", count, grown >> 20);
        assertThat(grown).isLessThan(MOST_GROWTH);
    }

    /** Answers the gateway's memory while they are all there and somebody honest came in. */
    private long storm(int count, List<String> beginnings) throws Exception {
        List<Socket> all = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.mqttPort());
                all.add(socket);
                begin(socket, HexFormat.of().parseHex(beginnings.get(i % beginnings.size())));
            }
            long asked = System.nanoTime();
            Mqtt5AsyncClient honest = gateway.comesIn(READER);
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(GatewayStand.SOON);
            honest.disconnect();
            return gateway.residentBytes();
        } finally {
            for (Socket each : all) {
                each.close();
            }
        }
    }

    private static void begin(Socket socket, byte[] beginning) {
        try {
            socket.getOutputStream().write(beginning);
        } catch (IOException cutOff) {
            assertThat(cutOff).as("who says too much is cut off").isNotNull();
        }
    }
}
