using Curate.Core.Data;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Resample.Features;
using Curate.Core.Running;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>
/// The parents of made-up rows with their numbers as the input has them: vectors are float32 and perhaps scaled, so what is written is computed from
/// these instead.
/// </summary>
internal static class ExactParents
{
    /// <summary>Numbers the parents anew, by row, and reads their values in one pass.</summary>
    public static ParentValues Read(PassRunner passes, IRecordSource source, LabelledTable table, MadeRows made)
    {
        var places = new int[table.Count];
        foreach (int row in made.First)
        {
            places[row] = 1;
        }

        foreach (int row in made.Second)
        {
            if (row != MadeRows.None)
            {
                places[row] = 1;
            }
        }

        var rows = new List<long>();
        for (int row = 0; row < places.Length; row++)
        {
            if (places[row] != 0)
            {
                places[row] = rows.Count;
                rows.Add(table.RowOf(row));
            }
        }

        made.Renumber(places);
        var parents = new ParentValues([.. rows], table.Store.Numeric);
        if (table.Store.Numeric > 0 && rows.Count > 0)
        {
            Fill(passes, source, table.Columns, parents);
        }

        return parents;
    }

    private static void Fill(PassRunner passes, IRecordSource source, FeatureColumns columns, ParentValues parents)
    {
        var request = ReadRequest.Of([.. columns.Numbers.Select(static f => new ColumnRequest(f.Name, f.Kind!.Value) { Scale = f.Scale })]);
        bool embedding = columns.IsEmbedding;
        int next = 0;
        passes.Each(source, request, "read parents", batch =>
        {
            for (; next < parents.Count && parents.Row(next) < batch.FirstRow + batch.Count; next++)
            {
                int row = (int)(parents.Row(next) - batch.FirstRow);
                Span<double> to = parents[next];
                if (embedding)
                {
                    FillVector((VectorColumn)batch[0], row, to);
                    continue;
                }

                for (int c = 0; c < to.Length; c++)
                {
                    to[c] = batch[c].IsNull(row) ? double.NaN : FeatureLayout.Value(batch[c], row);
                }
            }
        });
    }

    private static void FillVector(VectorColumn column, int row, Span<double> to)
    {
        if (column.IsNull(row))
        {
            to.Fill(double.NaN);
            return;
        }

        ReadOnlySpan<float> values = column[row];
        for (int p = 0; p < to.Length; p++)
        {
            to[p] = values[p];
        }
    }
}
