using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Resample.Balance;

/// <summary>Copies of a row by the size of its cluster: each size has those of the largest start at or below it, and sizes below the first start have one.</summary>
/// <param name="Starts">Sizes at which the number of copies changes, ascending.</param>
/// <param name="Copies">Copies from each of them on.</param>
internal sealed record CopyTable(IReadOnlyList<long> Starts, IReadOnlyList<long> Copies)
{
    /// <summary>The table that FineWeb2 was trained with: 1 copy, 2, 3, 3, then 5 from 5 on, 8 from 100 on, 1 from 1000 on.</summary>
    public static CopyTable FineWeb2 { get; } = new([1, 2, 3, 5, 100, 1000], [1, 2, 3, 5, 8, 1]);

    /// <summary>Reads <c>SIZE=COPIES,...</c>.</summary>
    /// <exception cref="CurateException">It is not of that form, or sizes do not ascend.</exception>
    public static CopyTable Parse(string text)
    {
        var starts = new List<long>();
        var copies = new List<long>();
        foreach (string item in text.Split(','))
        {
            int equals = item.IndexOf('=', StringComparison.Ordinal);
            long times = 0;
            if (equals <= 0 || !NumberText.TryWhole(item.AsSpan(0, equals), out long size) || size < 1 || !NumberText.TryWhole(item.AsSpan(equals + 1), out times) || times is < 0 or > 1_000_000)
            {
                Fail.Usage($"--copies takes SIZE=COPIES pairs, not {Fail.Show(item)}.", "A size is 1 or more and holds up to the next one: 1=1,2=2,3=3,5=5,100=8,1000=1.");
                continue;
            }

            if (starts.Count > 0 && size <= starts[^1])
            {
                Fail.Usage($"--copies has the size {NumberText.Of(size)} behind {NumberText.Of(starts[^1])}; sizes ascend.");
            }

            starts.Add(size);
            copies.Add(times);
        }

        return new CopyTable(starts, copies);
    }

    /// <summary>Copies of a row that stands for so many.</summary>
    public long Of(long size)
    {
        int low = 0;
        int high = Starts.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (Starts[middle] <= size)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low == 0 ? 1 : Copies[low - 1];
    }

    /// <summary>The table with no more copies than <paramref name="most"/>.</summary>
    public CopyTable AtMost(long most) => new(Starts, [.. Copies.Select(c => Math.Min(c, most))]);

    public void Save(BinaryWriter to)
    {
        to.Write(Starts.Count);
        for (int i = 0; i < Starts.Count; i++)
        {
            to.Write(Starts[i]);
            to.Write(Copies[i]);
        }
    }

    public static CopyTable Load(BinaryReader from)
    {
        var starts = new List<long>();
        var copies = new List<long>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            starts.Add(from.ReadInt64());
            copies.Add(from.ReadInt64());
        }

        return new CopyTable(starts, copies);
    }

    public override string ToString() => string.Join(',', Starts.Select((s, i) => NumberText.Of(s) + "=" + NumberText.Of(Copies[i])));
}
