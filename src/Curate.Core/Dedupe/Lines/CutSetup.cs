using Curate.Core.Data;
using Curate.Core.Running;
using Curate.Core.Text;

namespace Curate.Core.Dedupe.Lines;

/// <summary>Everything that the planner of cuts needs to know.</summary>
internal sealed class CutSetup
{
    public required string Column { get; init; }

    public required TextUnit Unit { get; init; }

    /// <summary>Units of a window: the shortest stretch that is cut.</summary>
    public required int Window { get; init; }

    /// <summary>Windows of fewer characters match nothing.</summary>
    public int LeastCharacters { get; init; } = 1;

    public required TextFolding Folding { get; init; }

    public required CopyOptions Copies { get; init; }

    public required int MinWords { get; init; }

    /// <summary>Units below which a text that was cut is dropped.</summary>
    public required int MinUnits { get; init; }

    public required bool Mark { get; init; }

    public required bool Counts { get; init; }

    /// <summary>Made first; null = windows are sorted.</summary>
    public required Func<RunContext, ICutFinder>? NewFinder { get; init; }

    /// <summary>Most windows are expected to be unique.</summary>
    public bool RareRepeats { get; init; }

    /// <summary>What characters become; made once and shared by all threads.</summary>
    public FoldTable? Table => field ??= Folding == TextFolding.None ? null : new FoldTable(Folding);

    /// <summary>The text, then the columns of blocks, then that of the keep rule.</summary>
    public ReadRequest Request
    {
        get
        {
            string[] ranked = Copies.Keep.Column is { } column ? [column] : [];
            return ReadRequest.Of([.. new[] { Column }.Concat(Copies.Within).Concat(ranked).Select(static c => new ColumnRequest(c, ColumnKind.Text))]);
        }
    }

    public UnitReader NewReader(bool hashes) => new(Unit, Table, hashes);

    public WindowReader NewWindows() => new(Window, LeastCharacters);

    public WindowSorter NewSorter(bool rare, RunContext context) => new(NewWindows(), Copies.OnlyAcross, rare, context);

    /// <summary>What is known of a text without its units.</summary>
    public TextHead HeadOf(RecordBatch batch, int row, bool other)
    {
        int column = 1;
        Hashing.Hash128 block = default;
        if (Copies.Within.Count > 0)
        {
            for (int c = 0; c < Copies.Within.Count; c++, column++)
            {
                block = block.Then(Hashing.Hash128.Of(batch.Text(column)[row], batch[column].IsNull(row) ? 1UL : 0));
            }
        }

        KeepRule keep = Copies.Keep;
        ulong rank = other || keep.IsFirst ? 0
            : keep.Column is null ? keep.Rank(batch.FirstRow + row, keep.ReadsRow ? Characters(batch.Text(0)[row]) : 0, default, false)
            : keep.Rank(batch.FirstRow + row, 0, batch.Text(column)[row], batch[column].IsNull(row));
        return new TextHead(batch.FirstRow + row, other, rank, block);
    }

    private static int Characters(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte b in utf8)
        {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }
}
