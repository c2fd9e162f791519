using Curate.Core.Data;
using Curate.Core.Numerics.Linear;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Check;

/// <summary>The columns that a check learns from, and the rows as a learner sees them.</summary>
internal static class CheckFeatures
{
    /// <summary>
    /// <c>--features</c>, else <c>--embedding</c>, else every column of numbers or flags that has no other role; empty where there is none.
    /// </summary>
    public static IReadOnlyList<string> Names(CheckInputs inputs)
    {
        CheckRoles roles = inputs.Roles;
        if (roles.Features.Count > 0)
        {
            return roles.Features;
        }

        if (roles.Embedding is not null)
        {
            return [roles.Embedding];
        }

        string?[] single = [roles.Label, roles.Id, roles.Time, roles.Score, roles.Prediction];
        string[] open = [.. inputs.Main.Schema.Fields.Select(static f => f.Name).Where(name => !single.Contains(name, StringComparer.Ordinal)
            && !roles.Group.Contains(name, StringComparer.Ordinal) && !roles.By.Contains(name, StringComparer.Ordinal) && !roles.Probability.Contains(name, StringComparer.Ordinal))];
        return open.Length == 0 ? [] : [.. inputs.Kinds(open).Fields.Where(static f => f.Kind is ColumnKind.Whole or ColumnKind.Number or ColumnKind.Decimal or ColumnKind.Flag).Select(static f => f.Name)];
    }

    /// <summary>Rows with a label as vectors: missing numbers are their column's mean, columns are brought to mean 0 and variance 1 unless they are one embedding.</summary>
    /// <param name="inputs">The run.</param>
    /// <param name="names">The columns.</param>
    /// <param name="asTheyAre">Columns keep their scale.</param>
    public static LabelledTable Read(CheckInputs inputs, IReadOnlyList<string> names, bool asTheyAre = false) =>
        LabelledTable.Read(inputs.Passes, inputs.Main, new Options
        {
            Label = inputs.Roles.Label!,
            Features = names,
            Missing = MissingValues.Mean,
            Scale = asTheyAre || inputs.Roles.Embedding is not null ? FeatureScaling.None : FeatureScaling.Standard,
        }, inputs.Context);

    /// <summary>The vectors in double.</summary>
    public static Matrix Rows(LabelledTable table)
    {
        var rows = new Matrix(table.Count, table.Store.Numeric);
        for (int row = 0; row < table.Count; row++)
        {
            ReadOnlySpan<float> from = table.Store[row];
            Span<double> to = rows.Row(row);
            for (int p = 0; p < to.Length; p++)
            {
                to[p] = from[p];
            }
        }

        return rows;
    }

    private sealed record Options : FeatureOptions
    {
        public override bool TakesCategories => false;
    }
}
