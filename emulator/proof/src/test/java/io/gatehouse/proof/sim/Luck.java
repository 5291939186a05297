package io.gatehouse.proof.sim;

/** What may go wrong by itself at any moment; nothing does once the run is to settle. */
final class Luck {

    private final World world;
    private final Dice dice;
    private boolean calm;

    Luck(World world, Dice dice) {
        this.world = world;
        this.dice = dice;
    }

    /** From now on all is well. */
    void turn() {
        calm = true;
    }

    boolean isCalm() {
        return calm;
    }

    boolean happens(double probability) {
        return !calm && dice.chance(probability);
    }

    /** Whether something breaks in a window that matters, just now. */
    boolean breaks() {
        return happens(world.windows());
    }
}
