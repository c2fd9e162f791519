namespace Curate.Core.Tests.Sketches;

/// <summary>Saved states as bytes.</summary>
internal static class StateRoundTrip
{
    public static byte[] Bytes(Action<BinaryWriter> save)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        save(writer);
        writer.Flush();
        return bytes.ToArray();
    }

    public static BinaryReader Reader(byte[] bytes) => new(new MemoryStream(bytes));
}
