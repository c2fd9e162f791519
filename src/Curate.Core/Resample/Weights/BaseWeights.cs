using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Resample.Weights;

/// <summary>The column of <c>--weight</c>.</summary>
internal static class BaseWeights
{
    /// <summary>How it is read.</summary>
    public static ColumnRequest Request(string column) => new(column, ColumnKind.Number);

    /// <summary>The weight of a row.</summary>
    /// <exception cref="CurateException">It is missing, negative or not finite.</exception>
    public static double Of(RecordBatch batch, int column, int row, string name)
    {
        double weight = batch[column].IsNull(row) ? double.NaN : ((NumberColumn)batch[column])[row];
        if (!(weight >= 0) || double.IsInfinity(weight))
        {
            Fail.With(ErrorCodes.BadValue, $"Row {NumberText.Of(batch.FirstRow + row + 1)} has {(batch[column].IsNull(row) ? "no value" : NumberText.Of(weight))} in the column {Fail.Show(name)} of --weight, "
                + "where a finite number of 0 or more is needed.", "Correct the value, or leave the row out with --where.");
        }

        return weight;
    }
}
