namespace Curate.Core.Resample.Weights;

/// <summary>What happens to the rows of one cell.</summary>
/// <param name="Key">Group key of the cell.</param>
/// <param name="Rows">Rows it has.</param>
/// <param name="Weight">The weight of each of them.</param>
/// <param name="Copies">Rows that come out.</param>
internal sealed record CellWeight(byte[] Key, long Rows, double Weight, long Copies)
{
    public static void SaveAll(IReadOnlyList<CellWeight> cells, BinaryWriter to)
    {
        to.Write(cells.Count);
        foreach (CellWeight cell in cells)
        {
            to.Write(cell.Key.Length);
            to.Write(cell.Key);
            to.Write(cell.Rows);
            to.Write(cell.Weight);
            to.Write(cell.Copies);
        }
    }

    public static CellWeight[] LoadAll(BinaryReader from)
    {
        var cells = new List<CellWeight>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            byte[] key = from.ReadBytes(from.ReadInt32());
            long rows = from.ReadInt64();
            double weight = from.ReadDouble();
            cells.Add(new CellWeight(key, rows, weight, from.ReadInt64()));
        }

        return [.. cells];
    }
}
