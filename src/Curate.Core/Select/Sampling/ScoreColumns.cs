using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Running;
using Curate.Core.Select.Diversity;

namespace Curate.Core.Select.Sampling;

/// <summary>Several columns of numbers of all rows.</summary>
internal static class ScoreColumns
{
    /// <summary>Reads the columns, row after row: 8 bytes a value, in scratch beyond the budget.</summary>
    /// <param name="passes">Runs the pass.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="names">The columns.</param>
    /// <param name="missing">A missing value is not a number instead of an error.</param>
    /// <param name="run">Memory.</param>
    /// <exception cref="Errors.CurateException">A value is missing or not finite.</exception>
    public static RowValues<double> Read(PassRunner passes, IRecordSource source, IReadOnlyList<string> names, bool missing, RunContext run)
    {
        var values = new RowValues<double>(run, "scores");
        try
        {
            passes.Each(source, ReadRequest.Of([.. names.Select(static n => new ColumnRequest(n, ColumnKind.Number))]), "read scores", batch =>
            {
                for (int row = 0; row < batch.Count; row++)
                {
                    for (int c = 0; c < names.Count; c++)
                    {
                        values.Append(missing && batch[c].IsNull(row) ? double.NaN : RowAsides.ScoreOf(batch, c, row, names[c]));
                    }
                }
            });
            return values;
        }
        catch
        {
            values.Dispose();
            throw;
        }
    }
}
