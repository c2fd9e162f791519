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
    /// <summary>Numbers the parents anew, by row, and takes their values from those that are known, or reads them in one pass.</summary>
    public static ParentValues Read(PassRunner passes, IRecordSource source, LabelledTable table, MadeRows made, ExactValues? known)
    {
        var isParent = new bool[table.Count];
        var places = new int[table.Count];
        foreach (int row in made.First)
        {
            isParent[row] = true;
        }

        foreach (int row in made.Second)
        {
            if (row != MadeRows.None)
            {
                isParent[row] = true;
            }
        }

        var rows = new List<long>();
        for (int row = 0; row < places.Length; row++)
        {
            if (isParent[row])
            {
                places[row] = rows.Count;
                rows.Add(table.RowOf(row));
            }
        }

        made.Renumber(places);
        // A numeric target stands behind the features.
        int targets = table.Targets.Length > 0 ? 1 : 0;
        var parents = new ParentValues([.. rows], table.Store.Numeric + targets);
        for (int row = 0; row < table.Targets.Length; row++)
        {
            if (isParent[row])
            {
                parents[places[row]][^1] = table.Targets[row];
            }
        }

        if (known is { IsComplete: true })
        {
            for (int p = 0; p < parents.Count; p++)
            {
                known[parents.Row(p)].CopyTo(parents[p]);
            }
        }
        else if (table.Store.Numeric > 0 && rows.Count > 0)
        {
            Fill(passes, source, table, parents);
        }

        return parents;
    }

    private static void Fill(PassRunner passes, IRecordSource source, LabelledTable table, ParentValues parents)
    {
        FeatureColumns columns = table.Columns;
        var request = ReadRequest.Of([.. columns.Numbers.Select(static f => new ColumnRequest(f.Name, f.Kind!.Value) { Scale = f.Scale })]);
        int next = 0;
        passes.Each(source, request, "read parents", batch =>
        {
            for (; next < parents.Count && parents.Row(next) < batch.FirstRow + batch.Count; next++)
            {
                ExactValues.Copy(batch, 0, columns.IsEmbedding, (int)(parents.Row(next) - batch.FirstRow), parents[next][..table.Store.Numeric]);
            }
        });
    }
}
