package io.gatehouse.access.state;

import io.gatehouse.access.book.AccessBook;
import java.util.Arrays;

/** A book together with the state's memories of its points, doors and areas. Older books keep theirs. */
public final class SeatedBook {

    private final AccessBook book;
    private final PointMemory[] points;
    private final DoorMemory[] doors;
    private final int[] areaSeats;
    private final int[] areaNumbers;

    SeatedBook(AccessBook book, Seats<PointMemory> points, Seats<DoorMemory> doors, Seats<AreaMemory> areas) {
        this.book = book;
        this.points = new PointMemory[book.points()];
        this.doors = new DoorMemory[book.doors()];
        this.areaSeats = new int[book.areas()];
        for (int i = 0; i < book.points(); i++) {
            this.points[i] = points.at(points.of(book.point(i).id()));
        }
        for (int i = 0; i < book.doors(); i++) {
            this.doors[i] = doors.at(doors.of(book.door(i).id()));
        }
        for (int i = 0; i < book.areas(); i++) {
            areaSeats[i] = areas.of(book.area(i).id());
        }
        this.areaNumbers = new int[areas.size()];
        Arrays.fill(areaNumbers, AccessBook.NOTHING);
        for (int i = 0; i < book.areas(); i++) {
            areaNumbers[areaSeats[i]] = i;
        }
    }

    private SeatedBook(AccessBook book, SeatedBook like) {
        this.book = book;
        this.points = like.points;
        this.doors = like.doors;
        this.areaSeats = like.areaSeats;
        this.areaNumbers = like.areaNumbers;
    }

    /** The same seats for a book with the same numbers of points, doors and areas. */
    public SeatedBook with(AccessBook same) {
        return new SeatedBook(same, this);
    }

    public AccessBook book() {
        return book;
    }

    public PointMemory point(int number) {
        return points[number];
    }

    public DoorMemory door(int number) {
        return doors[number];
    }

    /** The area's seat; the outside has none. */
    int areaSeat(int area) {
        return area == AccessBook.NOTHING ? Whereabouts.OUTSIDE : areaSeats[area];
    }

    /** The area's number in this book, or {@link AccessBook#NOTHING} when it is not in it. */
    int areaNumber(int seat) {
        return seat < 0 || seat >= areaNumbers.length ? AccessBook.NOTHING : areaNumbers[seat];
    }
}
