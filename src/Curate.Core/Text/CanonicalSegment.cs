using System.Text;

namespace Curate.Core.Text;

/// <summary>
/// A piece of text as fully decomposed code points in canonical order, which can be composed in place. O(n) time; 4 bytes per code point,
/// on the stack of the caller while they fit.
/// </summary>
internal ref struct CanonicalSegment
{
    public const int InlineCapacity = 64;

    private const int ClassShift = 24;
    private const uint PointMask = 0x1FFFFF;
    private const int ShortRun = 24;

    private readonly CompositionTables _tables;

    // The combining class in the high byte, the code point below it.
    private Span<uint> _points;
    private int _count;

    public CanonicalSegment(CompositionTables tables, Span<uint> buffer)
    {
        _tables = tables;
        _points = buffer;
    }

    /// <summary>Takes the form D of a text in place of what the segment held.</summary>
    public void Load(ReadOnlySpan<char> text)
    {
        _count = 0;
        for (int at = 0; at < text.Length;)
        {
            int point = CanonicalComposition.ReadPoint(text, at, out int width);
            AddDecomposed(point);
            at += width;
        }

        Order();
    }

    /// <summary>Joins each code point with the last starter where they have a primary composite and nothing between blocks it.</summary>
    public void Compose()
    {
        int kept = 0;
        int starter = -1;
        uint lastClass = 0;
        for (int i = 0; i < _count; i++)
        {
            uint entry = _points[i];
            uint combiningClass = entry >> ClassShift;

            // A last class of 0 means that the starter is the neighbour: any other starter between would have taken its place.
            if (starter >= 0 && (lastClass == 0 || lastClass < combiningClass))
            {
                int composite = _tables.Compose((int)_points[starter], (int)(entry & PointMask));
                if (composite >= 0)
                {
                    _points[starter] = (uint)composite;
                    continue;
                }
            }

            if (combiningClass == 0)
            {
                starter = kept;
            }

            lastClass = combiningClass;
            _points[kept++] = entry;
        }

        _count = kept;
    }

    /// <summary>Whether the segment spells this text.</summary>
    public readonly bool Is(ReadOnlySpan<char> text)
    {
        int at = 0;
        for (int i = 0; i < _count; i++)
        {
            if (at == text.Length || CanonicalComposition.ReadPoint(text, at, out int width) != (int)(_points[i] & PointMask))
            {
                return false;
            }

            at += width;
        }

        return at == text.Length;
    }

    public readonly void AppendTo(StringBuilder text)
    {
        foreach (uint entry in _points[.._count])
        {
            uint point = entry & PointMask;
            if (point >= 0x10000)
            {
                text.Append((char)(0xD7C0 + (point >> 10))).Append((char)(0xDC00 + (point & 0x3FF)));
            }
            else
            {
                text.Append((char)point);
            }
        }
    }

    private void AddDecomposed(int point)
    {
        if (HangulSyllable.IsSyllable(point))
        {
            HangulSyllable.Decompose(point, out int lead, out int vowel, out int trail);
            Add((uint)lead);
            Add((uint)vowel);
            if (trail != 0)
            {
                Add((uint)trail);
            }

            return;
        }

        uint traits = _tables.Traits(point);
        if (!_tables.TryDecompose(traits, out int first, out int second))
        {
            Add((uint)point | ((uint)CompositionTables.CombiningClass(traits) << ClassShift));
            return;
        }

        // Decompositions nest at most three deep.
        AddDecomposed(first);
        if (second != 0)
        {
            AddDecomposed(second);
        }
    }

    private void Add(uint entry)
    {
        if (_count == _points.Length)
        {
            var larger = new uint[_count * 2];
            _points.CopyTo(larger);
            _points = larger;
        }

        _points[_count++] = entry;
    }

    private readonly void Order()
    {
        for (int i = 0; i < _count;)
        {
            int start = i;
            while (i < _count && _points[i] >> ClassShift != 0)
            {
                i++;
            }

            OrderRun(_points[start..i]);
            i = Math.Max(i, start + 1);
        }
    }

    /// <summary>Sorts marks by combining class, those of one class keeping their order.</summary>
    private static void OrderRun(Span<uint> run)
    {
        if (run.Length > ShortRun)
        {
            OrderLongRun(run);
            return;
        }

        for (int i = 1; i < run.Length; i++)
        {
            uint entry = run[i];
            int to = i;
            for (; to > 0 && run[to - 1] >> ClassShift > entry >> ClassShift; to--)
            {
                run[to] = run[to - 1];
            }

            run[to] = entry;
        }
    }

    /// <summary>By counting, so that a text of marks alone takes linear time too.</summary>
    private static void OrderLongRun(Span<uint> run)
    {
        Span<int> next = stackalloc int[257];
        next.Clear();
        foreach (uint entry in run)
        {
            next[(int)(entry >> ClassShift) + 1]++;
        }

        for (int i = 1; i < next.Length; i++)
        {
            next[i] += next[i - 1];
        }

        uint[] from = run.ToArray();
        foreach (uint entry in from)
        {
            run[next[(int)(entry >> ClassShift)]++] = entry;
        }
    }
}
