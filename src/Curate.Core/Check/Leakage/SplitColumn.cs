using Curate.Core.Errors;
using Curate.Core.Grouping;
using Curate.Core.Options;

namespace Curate.Core.Check.Leakage;

/// <summary>Which values of a split column make which part.</summary>
internal static class SplitColumn
{
    // More than a cross-validation has folds; every pair of parts is compared.
    private const int MostParts = 64;

    /// <summary>Refuses a column that does not name parts.</summary>
    public static void Check(string source, string column, string? train, string[] values)
    {
        if (values.Length > MostParts)
        {
            Fail.With(ErrorCodes.Infeasible, $"The column {Fail.Show(column)} of {source} has {NumberText.Of(values.Length)} values, more than the {NumberText.Of(MostParts)} parts that a split may have.",
                "--split-column names the column that says whether a row is for training, validation or test; columns of entities go to --group.");
        }

        if (values.Length < 2)
        {
            Fail.With(ErrorCodes.Infeasible, $"The column {Fail.Show(column)} of {source} has {(values.Length == 0 ? "no value" : "one value, " + Fail.Show(values[0]) + ",")} where a split has two parts or more.",
                "Pass the other part with --against, or name another column with --split-column.");
        }

        if (train is not null && !values.Contains(train, StringComparer.Ordinal))
        {
            Fail.With(ErrorCodes.Infeasible, $"The column {Fail.Show(column)} of {source} has no value {Fail.Show(train)}, which --train names.", "Its values: " + string.Join(", ", values) + ".");
        }
    }

    /// <summary>The part that learns: the one that is named, else <c>train</c> or <c>training</c> in any case, else the largest, the first in sorted order among equals.</summary>
    public static int Learns(string? train, List<int> sorted, GroupTable values)
    {
        int named = sorted.FindIndex(v => train is null
            ? values.Show(v).Equals("train", StringComparison.OrdinalIgnoreCase) || values.Show(v).Equals("training", StringComparison.OrdinalIgnoreCase)
            : values.Show(v) == train);
        if (named >= 0)
        {
            return sorted[named];
        }

        int largest = sorted[0];
        foreach (int value in sorted)
        {
            largest = values.RowsOf(value) > values.RowsOf(largest) ? value : largest;
        }

        return largest;
    }
}
