using System.Runtime.InteropServices;

namespace Curate.Core.Running.Plans;

/// <summary>
/// How made-up rows come from their parents, in flat arrays: row g is parent a(g), moved by step s(g) toward parent b(g):
/// a + s (b - a), column by column. Without a second parent it is a itself, or with a step other than 0 a with noise of s times the spread of its
/// group. The last number of a row may have a step of its own (a target that is the mean of its parents' by distances). Categories are given as codes, -1 for that of the row it is copied from.
/// </summary>
/// <remarks>16 bytes a row, 8 more with steps of last numbers, 4 more for each category column; at most twice that while it grows.</remarks>
public sealed class MadeRows
{
    /// <summary>There is no second parent.</summary>
    public const int None = -1;

    private readonly List<int> _first = [];
    private readonly List<int> _second = [];
    private readonly List<double> _steps = [];
    private readonly List<double>? _lastSteps;
    private readonly List<int> _codes = [];
    private readonly List<int> _ends = [];

    /// <param name="categories">Category columns.</param>
    /// <param name="ownLastSteps">The last number of a row has a step of its own.</param>
    public MadeRows(int categories = 0, bool ownLastSteps = false)
    {
        Categories = categories;
        _lastSteps = ownLastSteps ? [] : null;
    }

    public int Count => _first.Count;

    /// <summary>Codes of a row.</summary>
    public int Categories { get; }

    /// <summary>Parents that rows come from, by row.</summary>
    public ReadOnlySpan<int> First => CollectionsMarshal.AsSpan(_first);

    /// <summary>Parents that they are moved toward, or <see cref="None"/>.</summary>
    public ReadOnlySpan<int> Second => CollectionsMarshal.AsSpan(_second);

    /// <summary>How far: 0 is the first parent, 1 the second one.</summary>
    public ReadOnlySpan<double> Steps => CollectionsMarshal.AsSpan(_steps);

    /// <summary>How far the last number of each row goes; the steps of the rows where it has none of its own.</summary>
    public ReadOnlySpan<double> LastSteps => CollectionsMarshal.AsSpan(_lastSteps ?? _steps);

    /// <summary>The last number of a row has a step of its own.</summary>
    public bool HasOwnLastSteps => _lastSteps is not null;

    /// <summary>Groups (classes), in the order in which they were ended; rows of a group stand together.</summary>
    public int Groups => _ends.Count;

    /// <summary>What a list of this size takes.</summary>
    public static long BytesFor(long rows, int categories, bool ownLastSteps = false) => rows * (16 + (ownLastSteps ? 8 : 0) + (4L * categories));

    /// <summary>The codes of one row.</summary>
    public ReadOnlySpan<int> Codes(int row) => CollectionsMarshal.AsSpan(_codes).Slice(row * Categories, Categories);

    /// <summary>First row of a group.</summary>
    public int GroupStart(int group) => group == 0 ? 0 : _ends[group - 1];

    /// <summary>Behind the last row of a group.</summary>
    public int GroupEnd(int group) => _ends[group];

    /// <summary>Adds a row whose categories are those of the row it is copied from.</summary>
    public void Add(int first, int second, double step)
    {
        _first.Add(first);
        _second.Add(second);
        _steps.Add(step);
        _lastSteps?.Add(step);
        for (int c = 0; c < Categories; c++)
        {
            _codes.Add(-1);
        }
    }

    /// <summary>Adds a row with categories of its own.</summary>
    public void Add(int first, int second, double step, ReadOnlySpan<int> codes) => Add(first, second, step, codes, step);

    /// <summary>Adds a row with categories of its own, whose last number goes another way than the others.</summary>
    public void Add(int first, int second, double step, ReadOnlySpan<int> codes, double lastStep)
    {
        _first.Add(first);
        _second.Add(second);
        _steps.Add(step);
        _lastSteps?.Add(lastStep);
        _codes.AddRange(codes);
    }

    /// <summary>The rows since the last call are a group.</summary>
    public void EndGroup() => _ends.Add(Count);

    /// <summary>Gives every parent another number: <paramref name="place"/> of the old one.</summary>
    public void Renumber(ReadOnlySpan<int> place)
    {
        foreach (ref int first in CollectionsMarshal.AsSpan(_first))
        {
            first = place[first];
        }

        foreach (ref int second in CollectionsMarshal.AsSpan(_second))
        {
            second = second == None ? None : place[second];
        }
    }

    /// <summary>The rows without those of a bitmap; groups stay, some perhaps without rows.</summary>
    public MadeRows Without(BitMap leaving)
    {
        var rest = new MadeRows(Categories, _lastSteps is not null);
        for (int group = 0; group < Groups; group++)
        {
            for (int row = GroupStart(group); row < GroupEnd(group); row++)
            {
                if (!leaving[row])
                {
                    rest.Add(_first[row], _second[row], _steps[row], Codes(row), LastSteps[row]);
                }
            }

            rest.EndGroup();
        }

        return rest;
    }

    internal void Save(BinaryWriter to)
    {
        to.Write(Categories);
        to.Write(_lastSteps is not null);
        to.Write(Count);
        to.Write(MemoryMarshal.AsBytes(First));
        to.Write(MemoryMarshal.AsBytes(Second));
        to.Write(MemoryMarshal.AsBytes(Steps));
        to.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_lastSteps)));
        to.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_codes)));
        to.Write(Groups);
        to.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_ends)));
    }

    internal static MadeRows Load(BinaryReader from)
    {
        var rows = new MadeRows(from.ReadInt32(), from.ReadBoolean());
        int count = from.ReadInt32();
        PlanArrays.Read(from, rows._first, count);
        PlanArrays.Read(from, rows._second, count);
        PlanArrays.Read(from, rows._steps, count);
        if (rows._lastSteps is { } lastSteps)
        {
            PlanArrays.Read(from, lastSteps, count);
        }

        PlanArrays.Read(from, rows._codes, checked(count * rows.Categories));
        PlanArrays.Read(from, rows._ends, from.ReadInt32());
        return rows;
    }
}
