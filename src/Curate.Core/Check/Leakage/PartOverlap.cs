using Curate.Core.Running;

namespace Curate.Core.Check.Leakage;

/// <summary>What one part has in common with another: n / 8 bytes for the rows, and a few examples.</summary>
/// <param name="checkedPart">The part whose rows are judged.</param>
/// <param name="reference">The part that they must not know of.</param>
internal sealed class PartOverlap(int checkedPart, int reference)
{
    /// <summary>Examples that are kept.</summary>
    public const int MostExamples = 5;

    private readonly List<Example> _examples = [];

    public int Checked { get; } = checkedPart;

    public int Reference { get; } = reference;

    /// <summary>Rows of the checked part that leak.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows of the reference that they have something in common with.</summary>
    public long ReferenceRows { get; set; }

    /// <summary>Different keys that both parts have.</summary>
    public long Keys { get; set; }

    /// <summary>The rows of the checked part, as rows of the part.</summary>
    public BitMap Bits { get; } = new();

    /// <summary>Those of the lowest rows, in row order; the same for any order of calls.</summary>
    public IReadOnlyList<Example> Examples => _examples;

    /// <summary>Counts a row of the checked part once and keeps it as an example if it is among the first.</summary>
    public void Add(long row, long referenceRow, double similarity = 1)
    {
        if (!Bits[row])
        {
            Bits.Set(row);
            Rows++;
        }

        var example = new Example(row, referenceRow, similarity);
        int at = _examples.FindIndex(e => e.Row >= row);
        if (at >= 0 && _examples[at].Row == row)
        {
            // A row with several keys: the nearest partner by number.
            _examples[at] = referenceRow < _examples[at].Match ? example : _examples[at];
        }
        else if (at >= 0 || _examples.Count < MostExamples)
        {
            _examples.Insert(at < 0 ? _examples.Count : at, example);
            if (_examples.Count > MostExamples)
            {
                _examples.RemoveAt(MostExamples);
            }
        }
    }

    /// <summary>The rows of the checked part, ascending.</summary>
    public IEnumerable<long> Each()
    {
        long left = Rows;
        for (long word = 0; left > 0; word++)
        {
            for (ulong bits = Bits.Word(word); bits != 0; bits &= bits - 1)
            {
                left--;
                yield return (word << 6) + System.Numerics.BitOperations.TrailingZeroCount(bits);
            }
        }
    }

    /// <param name="Row">A row of the checked part.</param>
    /// <param name="Match">A row of the reference.</param>
    /// <param name="Similarity">How alike they are; 1 for equal ones.</param>
    public readonly record struct Example(long Row, long Match, double Similarity);
}
