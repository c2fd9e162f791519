using Curate.Core.Data;
using Curate.Core.Resample.Features;
using Curate.Core.Running;

namespace Curate.Core.Resample.Weights;

/// <summary>The columns that rows are balanced by, with their kinds.</summary>
/// <param name="Numbers">Columns of numbers, or one of vectors.</param>
/// <param name="Categories">Columns whose values are categories.</param>
internal sealed record Covariates(IReadOnlyList<Field> Numbers, IReadOnlyList<string> Categories)
{
    /// <summary>Finds the columns; kinds that the source does not declare are inferred from all rows in one pass.</summary>
    /// <param name="passes">The passes.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="features">Columns of numbers; empty with <paramref name="automatic"/> for every one.</param>
    /// <param name="categorical">Category columns.</param>
    /// <param name="automatic">Without features, every column of numbers is one, but for <paramref name="without"/>.</param>
    /// <param name="without">Columns that are none.</param>
    /// <exception cref="Errors.CurateException">A feature is text, or there is none.</exception>
    public static Covariates Resolve(PassRunner passes, IRecordSource source, IReadOnlyList<string> features, IReadOnlyList<string> categorical, bool automatic,
        params IReadOnlyList<string?> without)
    {
        if (features.Count == 0 && !automatic)
        {
            return new Covariates([], categorical);
        }

        var options = new Named { Label = without.FirstOrDefault(static w => w is not null) ?? "", Features = features, Categorical = categorical };
        FeatureColumns columns = FeatureColumns.Resolve(passes, source, options);
        return new Covariates([.. columns.Numbers.Where(f => features.Count > 0 || !without.Contains(f.Name))], categorical);
    }

    private sealed record Named : FeatureOptions;
}
