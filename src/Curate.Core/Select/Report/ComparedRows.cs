using Curate.Core.Grouping;
using Curate.Core.Numerics.Vectors;
using Curate.Core.Resample.Clusters;

namespace Curate.Core.Select.Report;

/// <summary>Rows that a selection is compared on.</summary>
/// <param name="Store">Their vectors, in the order of the input.</param>
/// <param name="RowOf">The row of the input that each is.</param>
/// <param name="Labels">The labels of all rows of the input, or null.</param>
internal sealed record ComparedRows(VectorStore Store, Func<int, long> RowOf, GroupTable? Labels)
{
    /// <summary>Rows in clusters that were found; null where clusters are ready, and no features are read.</summary>
    public static ComparedRows? Of(PlacedRows placed) => placed.Features is { } features ? new ComparedRows(features.Store, features.RowOf, placed.Labels) : null;

    /// <summary>The places of some rows of the input, ascending; rows that are not here have none.</summary>
    /// <param name="rows">Rows of the input, in any order.</param>
    public List<int> PlacesOf(IEnumerable<long> rows)
    {
        var wanted = new Running.BitMap();
        foreach (long row in rows)
        {
            wanted.Set(row);
        }

        var places = new List<int>();
        for (int place = 0; place < Store.Count; place++)
        {
            if (wanted[RowOf(place)])
            {
                places.Add(place);
            }
        }

        return places;
    }
}
