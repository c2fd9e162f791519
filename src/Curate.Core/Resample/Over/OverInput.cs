using System.Text;
using Curate.Core.Numerics.Neighbours;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Options;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Resample.Over;

/// <summary>Vectors with classes, how many rows each class is to gain, and what a method tells about its classes.</summary>
/// <param name="store">All rows that have a class.</param>
/// <param name="classOf">The class of each.</param>
/// <param name="names">Classes in sorted order.</param>
/// <param name="growth">Rows that each is to gain.</param>
/// <param name="rule">Distance between rows.</param>
/// <param name="options">Options of the method.</param>
/// <param name="run">Workers, memory, seed.</param>
internal sealed class OverInput(VectorStore store, int[] classOf, IReadOnlyList<string> names, IReadOnlyList<long> growth, DistanceRule rule, OverOptions options, RunContext run)
{
    private readonly int[]?[] _members = new int[names.Count][];

    public VectorStore Store { get; } = store;

    public int[] ClassOf { get; } = classOf;

    public IReadOnlyList<string> Names { get; } = names;

    public int Classes => Names.Count;

    public IReadOnlyList<long> Growth { get; } = growth;

    public DistanceRule Rule { get; } = rule;

    public OverOptions Options { get; } = options;

    public RunContext Run { get; } = run;

    /// <summary>What is to be known about a class, one text each; null for nothing.</summary>
    public string?[] Notes { get; } = new string?[names.Count];

    /// <summary>Noise of each class in each number, where a method makes noise.</summary>
    public double[][] Spreads { get; } = new double[names.Count][];

    /// <summary>Rank of the codes of a category column by their texts, which breaks ties between categories; null where codes do.</summary>
    public Func<int, int, int>? CategoryRank { get; init; }

    /// <summary>The numeric target of each row; empty for classes.</summary>
    public double[] Targets { get; init; } = [];

    /// <summary>Where rows have several labels: these are what <see cref="Names"/> and members stand for, and <see cref="ClassOf"/> is the value of a row.</summary>
    public MultiLabels? Labels { get; init; }

    /// <summary>The rows of a class, or with a label, ascending.</summary>
    public int[] Members(int ofClass)
    {
        if (_members[ofClass] is { } known)
        {
            return known;
        }

        if (Labels is not null)
        {
            FillBags(Labels);
            return _members[ofClass]!;
        }

        var rows = new List<int>();
        for (int row = 0; row < ClassOf.Length; row++)
        {
            if (ClassOf[row] == ofClass)
            {
                rows.Add(row);
            }
        }

        return _members[ofClass] = [.. rows];
    }

    /// <summary>The rows of every label at once: 4 bytes for each label of each row.</summary>
    private void FillBags(MultiLabels labels)
    {
        var filled = new int[Classes];
        for (int label = 0; label < Classes; label++)
        {
            _members[label] = new int[labels.Counts[label]];
        }

        for (int row = 0; row < ClassOf.Length; row++)
        {
            foreach (int label in labels.Labels(ClassOf[row]))
            {
                _members[label]![filled[label]++] = row;
            }
        }
    }

    /// <summary>Draws of one class, independent of those of all others.</summary>
    public SeededDraw Draw(string purpose, int ofClass) => Run.Draw("resample-" + purpose).For(Encoding.UTF8.GetBytes(Names[ofClass]));

    /// <summary>Adds to what is to be known about a class.</summary>
    public void Note(int ofClass, string note) => Notes[ofClass] = Notes[ofClass] is { } before ? before + "; " + note : note;

    /// <summary>A number of neighbours as far as there are others; a smaller one is noted.</summary>
    public int Clamped(int ofClass, int wanted, int others, string what)
    {
        if (others < wanted)
        {
            Note(ofClass, $"{what} {NumberText.Of(wanted)} lowered to {NumberText.Of(others)}");
            return others;
        }

        return wanted;
    }
}
