using System.Runtime.InteropServices;
using Curate.Core.Profile.Balance;
using Curate.Core.Sketches;

namespace Curate.Core.Profile.Roles;

/// <summary>Exact counts of the pairs of a label and a group. Given up where a side has too many numbers to be classes. About 40 bytes per pair that occurs.</summary>
internal sealed class ClassCells
{
    private readonly Dictionary<ulong, long> _cells = [];

    /// <summary>A side is no set of classes.</summary>
    public bool IsGivenUp { get; private set; }

    /// <summary>Adds the rows that both sides took in last.</summary>
    public void Add(ClassCounts label, ClassCounts group)
    {
        if (label.HasTooManyNumbers || group.HasTooManyNumbers)
        {
            GiveUp();
            return;
        }

        for (int row = 0; row < label.Ends.Count; row++)
        {
            for (int l = row == 0 ? 0 : label.Ends[row - 1]; l < label.Ends[row]; l++)
            {
                for (int g = row == 0 ? 0 : group.Ends[row - 1]; g < group.Ends[row]; g++)
                {
                    Increase(label.Codes[l], group.Codes[g], 1);
                }
            }
        }
    }

    /// <summary>Absorbs other cells whose codes translate as given, after the sides were merged.</summary>
    public void Merge(ClassCells later, ClassCounts label, int[] labelCodes, ClassCounts group, int[] groupCodes)
    {
        if (later.IsGivenUp || label.HasTooManyNumbers || group.HasTooManyNumbers)
        {
            GiveUp();
            return;
        }

        foreach ((ulong cell, long count) in later._cells)
        {
            Increase(labelCodes[(int)(cell >> 32)], groupCodes[(int)(uint)cell], count);
        }
    }

    /// <summary>The cells by name, in ordinal order of group and label.</summary>
    public IReadOnlyList<CrossCell> Named(ClassCounts label, ClassCounts group)
    {
        var named = new List<CrossCell>(_cells.Count);
        foreach ((ulong cell, long count) in _cells)
        {
            named.Add(new CrossCell(group.Name((int)(uint)cell), label.Name((int)(cell >> 32)), count));
        }

        named.Sort(static (a, b) => string.CompareOrdinal(a.Group, b.Group) is not 0 and int g ? g : string.CompareOrdinal(a.Label, b.Label));
        return named;
    }

    /// <summary>Writes the cells by the ranks of their names, which codes depend on the order of rows.</summary>
    public void Save(BinaryWriter to, ClassCounts label, ClassCounts group)
    {
        int[] labels = Ranks(label);
        int[] groups = Ranks(group);
        to.Write(IsGivenUp);
        var cells = new List<(ulong Cell, long Count)>(_cells.Count);
        foreach ((ulong cell, long count) in _cells)
        {
            cells.Add(((ulong)(uint)labels[(int)(cell >> 32)] << 32 | (uint)groups[(int)(uint)cell], count));
        }

        cells.Sort(static (a, b) => a.Cell.CompareTo(b.Cell));
        to.Write(cells.Count);
        foreach ((ulong cell, long count) in cells)
        {
            to.Write(cell);
            to.Write(count);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote; classes were loaded in the order of their ranks, so ranks are codes.</summary>
    public static ClassCells Load(BinaryReader from, ClassCounts label, ClassCounts group)
    {
        var loaded = new ClassCells { IsGivenUp = from.ReadBoolean() };
        int count = StateBytes.Count(from, int.MaxValue, "a number of cells");
        ulong before = 0;
        for (int i = 0; i < count; i++)
        {
            ulong cell = from.ReadUInt64();
            long rows = from.ReadInt64();
            bool inside = cell >> 32 < (ulong)label.Count && (uint)cell < (uint)group.Count;
            StateBytes.Demand(inside && rows > 0 && (i == 0 || cell > before) && !loaded.IsGivenUp, "a cell of a label and a group");
            loaded._cells.Add(cell, rows);
            before = cell;
        }

        return loaded;
    }

    private static int[] Ranks(ClassCounts classes)
    {
        // The order of ClassCounts.Save: by bytes.
        int[] order = new int[classes.Count];
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => classes.NameBytes(a).SequenceCompareTo(classes.NameBytes(b)));
        int[] ranks = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            ranks[order[i]] = i;
        }

        return ranks;
    }

    private void Increase(int label, int group, long times) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_cells, (ulong)(uint)label << 32 | (uint)group, out _) += times;

    private void GiveUp()
    {
        IsGivenUp = true;
        _cells.Clear();
    }
}
