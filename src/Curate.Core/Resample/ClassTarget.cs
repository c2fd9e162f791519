namespace Curate.Core.Resample;

/// <summary>What happens to one class.</summary>
/// <param name="Key">Group key of the class.</param>
/// <param name="Rows">Rows it has.</param>
/// <param name="Target">Rows it shall have.</param>
/// <param name="Redraw">All rows are drawn with replacement; else every row stays once and only the surplus is drawn.</param>
public sealed record ClassTarget(byte[] Key, long Rows, long Target, bool Redraw)
{
    internal static void SaveColumns(IReadOnlyList<string> columns, BinaryWriter to)
    {
        to.Write(columns.Count);
        foreach (string column in columns)
        {
            to.Write(column);
        }
    }

    internal static string[] LoadColumns(BinaryReader from)
    {
        var columns = new List<string>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            columns.Add(from.ReadString());
        }

        return [.. columns];
    }

    public static void SaveAll(IReadOnlyList<ClassTarget> classes, BinaryWriter to)
    {
        to.Write(classes.Count);
        foreach (ClassTarget target in classes)
        {
            to.Write(target.Key.Length);
            to.Write(target.Key);
            to.Write(target.Rows);
            to.Write(target.Target);
            to.Write(target.Redraw);
        }
    }

    public static ClassTarget[] LoadAll(BinaryReader from)
    {
        var classes = new List<ClassTarget>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            byte[] key = from.ReadBytes(from.ReadInt32());
            long rows = from.ReadInt64();
            long target = from.ReadInt64();
            classes.Add(new ClassTarget(key, rows, target, from.ReadBoolean()));
        }

        return [.. classes];
    }
}
