using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Mix;

/// <summary>
/// Which rows of one source leave, how often, and in which order: epoch after epoch, each row at most once an epoch. Whole epochs have
/// every row; the last one has those below a cut. Where rows differ, a row with c copies is in the first c epochs.
/// </summary>
internal sealed class MixStream : IDisposable
{
    private readonly SeededDraw _draw;

    /// <param name="name">The source.</param>
    /// <param name="key">Its group key; draws depend on it, so that they stay when other sources come or go.</param>
    /// <param name="rows">Rows it has.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="isShuffled">Rows of an epoch come by their draws, not in input order.</param>
    public MixStream(string name, byte[] key, long rows, ulong seed, bool isShuffled)
    {
        Name = name;
        Key = key;
        Rows = rows;
        Seed = seed;
        IsShuffled = isShuffled;
        _draw = Draws(seed, key);
    }

    public string Name { get; }

    public byte[] Key { get; }

    public long Rows { get; }

    public ulong Seed { get; }

    public bool IsShuffled { get; }

    /// <summary>Epochs that every row is in.</summary>
    public long WholeEpochs { get; private set; }

    /// <summary>Rows of the epoch after these.</summary>
    public long PartRows { get; private set; }

    /// <summary>That epoch has the first rows, not those with the smallest draws.</summary>
    public bool TakesFirst { get; private set; }

    private DrawCut Cut { get; set; } = DrawCut.None;

    /// <summary>Copies by row, where rows differ.</summary>
    private RowValues<int>? Counts { get; set; }

    private long[] EpochRows { get; set; } = [];

    /// <summary>Rows that leave.</summary>
    public long OutputRows => Counts is null ? (WholeEpochs * Rows) + PartRows : EpochRows.Sum();

    /// <summary>Epochs that have rows.</summary>
    public long Epochs => Counts is null ? WholeEpochs + (PartRows > 0 ? 1 : 0) : EpochRows.Length;

    /// <summary>Rows that leave at least once.</summary>
    public long UsedRows => Counts is null ? WholeEpochs > 0 ? Rows : PartRows : EpochRows.Length > 0 ? EpochRows[0] : 0;

    /// <summary>Every row leaves <paramref name="epochs"/> times, and those of one more epoch that fit <paramref name="amount"/> once more.</summary>
    public MixStream Take(long epochs, double amount, RowValues<double>? sizes, bool takesFirst)
    {
        WholeEpochs = epochs;
        TakesFirst = takesFirst;
        if (amount > 0 && Rows > 0)
        {
            Cut = takesFirst ? First(amount, sizes) : DrawCut.Find(DrawOf(epochs), Rows, sizes, amount);
            PartRows = Cut.Rows;
        }

        return this;
    }

    /// <summary>Rows leave as often as these counts say.</summary>
    public MixStream Take(RowValues<int> counts)
    {
        Counts = counts;
        var epochs = new List<long>();
        for (long row = 0; row < counts.Count; row++)
        {
            for (int c = counts[row] - 1; c >= 0; c--)
            {
                while (epochs.Count <= c)
                {
                    epochs.Add(0);
                }

                epochs[c]++;
            }
        }

        EpochRows = [.. epochs];
        return this;
    }

    /// <summary>How often a row leaves.</summary>
    public long Copies(long row) => Counts is not null ? Counts[row] : WholeEpochs + (PartRows > 0 && InPart(row) ? 1 : 0);

    /// <summary>An epoch that has every row: no row of it need be looked at.</summary>
    public bool IsWhole(long epoch) => Counts is null ? epoch < WholeEpochs : EpochRows[epoch] == Rows;

    /// <summary>Rows of an epoch.</summary>
    public long RowsOf(long epoch) => Counts is null ? epoch < WholeEpochs ? Rows : PartRows : EpochRows[epoch];

    /// <summary>
    /// Where a row stands in the shuffled stream: epochs share the 64 bits out among themselves, draws order the rows within. Ties keep row order.
    /// </summary>
    public ulong Place(long epoch, long row)
    {
        ulong span = Epochs == 1 ? ulong.MaxValue : (ulong.MaxValue / (ulong)Epochs);
        return (span * (ulong)epoch) + Math.BigMul(DrawOf(epoch).Bits(0, row), span, out _);
    }

    public void Save(BinaryWriter to)
    {
        to.Write(Name);
        to.Write7BitEncodedInt(Key.Length);
        to.Write(Key);
        to.Write(Rows);
        to.Write(Seed);
        to.Write(IsShuffled);
        to.Write(WholeEpochs);
        to.Write(PartRows);
        to.Write(TakesFirst);
        to.Write(Cut.Draw);
        to.Write(Cut.Row);
        to.Write(Counts is not null);
        for (long row = 0; Counts is not null && row < Rows; row++)
        {
            to.Write7BitEncodedInt(Counts[row]);
        }
    }

    public static MixStream Load(BinaryReader from)
    {
        string name = from.ReadString();
        byte[] key = from.ReadBytes(from.Read7BitEncodedInt());
        var stream = new MixStream(name, key, from.ReadInt64(), from.ReadUInt64(), from.ReadBoolean())
        {
            WholeEpochs = from.ReadInt64(),
            PartRows = from.ReadInt64(),
            TakesFirst = from.ReadBoolean(),
        };
        stream.Cut = new DrawCut(from.ReadUInt64(), from.ReadInt64(), stream.PartRows);
        if (from.ReadBoolean())
        {
            var counts = new RowValues<int>(null, "copies");
            for (long row = 0; row < stream.Rows; row++)
            {
                counts.Append(from.Read7BitEncodedInt());
            }

            stream.Take(counts);
        }

        return stream;
    }

    public void Dispose() => Counts?.Dispose();

    /// <summary>The draws that put the rows of a source in order in an epoch: of an epoch that is not whole those with the smallest are taken.</summary>
    public static SeededDraw DrawOf(ulong seed, byte[] key, long epoch) => Draws(seed, key).For((ulong)epoch);

    private static SeededDraw Draws(ulong seed, byte[] key) => new SeededDraw(seed, "mix").For(key);

    private SeededDraw DrawOf(long epoch) => _draw.For((ulong)epoch);

    private bool InPart(long row) => TakesFirst ? row <= Cut.Row : Cut.Takes(DrawOf(WholeEpochs).Bits(0, row), row);

    private DrawCut First(double amount, RowValues<double>? sizes)
    {
        if (sizes is null)
        {
            long rows = Math.Min(Rows, (long)amount);
            return new DrawCut(0, rows - 1, rows);
        }

        long taken = 0;
        while (taken < Rows && sizes[taken] <= amount)
        {
            amount -= sizes[taken++];
        }

        return new DrawCut(0, taken - 1, taken);
    }
}
