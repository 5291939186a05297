package io.gatehouse.fleet.bulk;

import io.gatehouse.fleet.pdf.Paper;

/**
 * What labels are printed on: sheets of A4 with labels in rows, or a roll with one label after the other. Millimetres.
 */
public enum LabelStock {
    /** 3 x 8 on A4, without gaps: the commonest sheet. */
    A4_70X37(new Sheet(210, 297), new Grid(3, 8), new Cell(70, 37), new Gap(0, 0)),
    /** 3 x 7 on A4. */
    A4_63X38(new Sheet(210, 297), new Grid(3, 7), new Cell(63.5, 38.1), new Gap(2.5, 0)),
    /** 5 x 13 on A4: the smallest on which a phone still reads the code with ease. */
    A4_38X21(new Sheet(210, 297), new Grid(5, 13), new Cell(38.1, 21.2), new Gap(2.5, 0)),
    ROLL_40X30(new Sheet(40, 30), new Grid(1, 1), new Cell(40, 30), new Gap(0, 0)),
    ROLL_50X30(new Sheet(50, 30), new Grid(1, 1), new Cell(50, 30), new Gap(0, 0)),
    ROLL_60X40(new Sheet(60, 40), new Grid(1, 1), new Cell(60, 40), new Gap(0, 0)),
    ROLL_100X50(new Sheet(100, 50), new Grid(1, 1), new Cell(100, 50), new Gap(0, 0));

    private record Sheet(double width, double height) {}

    private record Grid(int columns, int rows) {}

    private record Cell(double width, double height) {}

    private record Gap(double across, double down) {}

    private final Sheet sheet;
    private final Grid grid;
    private final Cell cell;
    private final Gap gap;

    LabelStock(Sheet sheet, Grid grid, Cell cell, Gap gap) {
        this.sheet = sheet;
        this.grid = grid;
        this.cell = cell;
        this.gap = gap;
    }

    Paper paper() {
        return new Paper(sheet.width(), sheet.height(), 0);
    }

    public int perPage() {
        return grid.columns() * grid.rows();
    }

    double width() {
        return cell.width();
    }

    double height() {
        return cell.height();
    }

    /** Where the label begins, counted from the left and then downwards; the grid stands in the middle of the page. */
    double x(int place) {
        double all = grid.columns() * cell.width() + (grid.columns() - 1) * gap.across();
        return (sheet.width() - all) / 2 + place % grid.columns() * (cell.width() + gap.across());
    }

    double y(int place) {
        double all = grid.rows() * cell.height() + (grid.rows() - 1) * gap.down();
        return (sheet.height() - all) / 2 + place / grid.columns() * (cell.height() + gap.down());
    }
}
