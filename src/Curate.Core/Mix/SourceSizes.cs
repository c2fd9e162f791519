using Curate.Core.Errors;
using Curate.Core.Running;

namespace Curate.Core.Mix;

/// <summary>What a planner knows about its sources once their rows have been counted.</summary>
internal sealed class SourceSizes
{
    /// <summary>Names as people write them, in the order of sources.</summary>
    public required string[] Names { get; init; }

    /// <summary>Group keys of the sources; draws are keyed by them.</summary>
    public required byte[][] Keys { get; init; }

    public required long[] Rows { get; init; }

    /// <summary>Sizes in the unit of the mixture.</summary>
    public required double[] Sizes { get; init; }

    /// <summary>The size of each row of each source, in row order; null where a row counts 1.</summary>
    public RowValues<double>[]? RowSizes { get; init; }

    /// <summary>Tokens of each source, where they are counted.</summary>
    public double[]? Tokens { get; init; }

    public int Count => Names.Length;

    public double Total => Sizes.Sum();

    /// <summary>The numbers of an option in the order of sources.</summary>
    /// <exception cref="CurateException">A name is no source; a source has no number where every one needs it.</exception>
    public double[] Of(string option, IReadOnlyList<NamedNumber> given, double? missing)
    {
        var values = new double[Count];
        if (missing is { } value)
        {
            Array.Fill(values, value);
        }

        foreach (NamedNumber number in given)
        {
            int at = Array.IndexOf(Names, number.Name);
            if (at < 0)
            {
                string? nearest = NameSuggestions.Nearest(number.Name, Names);
                Fail.With(ErrorCodes.Infeasible, $"--{option} names the source {Fail.Show(number.Name)}, which is not there.",
                    nearest is null ? "Sources: " + string.Join(", ", Names.Take(20)) + (Count > 20 ? ", ..." : ".") : $"Did you mean '{nearest}'?");
            }

            values[at] = number.Value;
        }

        if (missing is null && given.Count < Count)
        {
            string first = Names.First(n => given.All(g => g.Name != n));
            Fail.With(ErrorCodes.Infeasible, $"--{option} says nothing about the source {Fail.Show(first)}.", $"Add {first}=0 to leave it out.");
        }

        return values;
    }
}
