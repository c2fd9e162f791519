using System.Diagnostics.CodeAnalysis;

namespace Curate.Core.Sketches;

/// <summary>
/// Reading saved states, which may be damaged or made up: what is wrong ends in <see cref="InvalidDataException"/>, and no length is trusted before its
/// bytes are there.
/// </summary>
internal static class StateBytes
{
    private const int Piece = 1 << 16;

    /// <summary>Fails unless a property of the stored state holds.</summary>
    public static void Demand([DoesNotReturnIf(false)] bool holds, string what)
    {
        if (!holds)
        {
            Refuse(what);
        }
    }

    /// <summary>A count that must lie between 0 and <paramref name="most"/>.</summary>
    public static int Count(BinaryReader from, int most, string what)
    {
        int count = from.ReadInt32();
        Demand(count >= 0 && count <= most, what);
        return count;
    }

    /// <summary>A count of rows: not negative.</summary>
    public static long Rows(BinaryReader from, string what)
    {
        long rows = from.ReadInt64();
        Demand(rows >= 0, what);
        return rows;
    }

    /// <summary>Fills an array that the reader allocated.</summary>
    public static void Fill(BinaryReader from, Span<byte> into)
    {
        while (!into.IsEmpty)
        {
            int read = from.Read(into);
            Demand(read > 0, "its end");
            into = into[read..];
        }
    }

    public static void Write(BinaryWriter to, ReadOnlySpan<byte> bytes)
    {
        to.Write(bytes.Length);
        to.Write(bytes);
    }

    /// <summary>Bytes with their length before them, read piece by piece so that a false length costs nothing.</summary>
    public static byte[] Bytes(BinaryReader from, int most, string what)
    {
        int length = Count(from, most, what);
        byte[] bytes = new byte[Math.Min(length, Piece)];
        int at = 0;
        while (at < length)
        {
            if (at == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(length, bytes.Length * 2L));
            }

            Fill(from, bytes.AsSpan(at));
            at = bytes.Length;
        }

        return bytes;
    }

    /// <summary>A list whose items are read one by one.</summary>
    public static List<T> List<T>(BinaryReader from, int most, string what, Func<BinaryReader, T> read)
    {
        int count = Count(from, most, what);
        var list = new List<T>(Math.Min(count, 1024));
        for (int i = 0; i < count; i++)
        {
            list.Add(read(from));
        }

        return list;
    }

    [DoesNotReturn]
    private static void Refuse(string what) => throw new InvalidDataException($"The saved state is damaged: {what} is not possible.");
}
