namespace Curate.Cli.Recipes;

/// <summary>What a stage that describes rows found, ready to be written: a checkpoint holds it, so that a run that goes on reads no row for it.</summary>
internal sealed record StageReport
{
    private const int MostFiles = 1 << 10;

    /// <summary>Rows that were looked at.</summary>
    public required long Rows { get; init; }

    /// <summary>One line for people, without the name of the stage.</summary>
    public required string Said { get; init; }

    /// <summary>The report as text.</summary>
    public required byte[] Text { get; init; }

    /// <summary>What goes to files, in the order of <see cref="BoundStage.Written"/>; null where it waits in a file of its own (<see cref="ReportRequest.Keep"/>).</summary>
    public IReadOnlyList<byte[]?> Files { get; init; } = [];

    /// <summary>What closed the gate; null where it is open.</summary>
    public string? Failure { get; init; }

    public void Save(BinaryWriter to)
    {
        to.Write(Rows);
        to.Write(Said);
        Write(to, Text);
        to.Write(Failure is not null);
        to.Write(Failure ?? "");
        to.Write(Files.Count);
        foreach (byte[]? content in Files)
        {
            to.Write(content is not null);
            Write(to, content ?? []);
        }
    }

    /// <exception cref="FormatException">The bytes are damaged; the framework's readers throw what <see cref="Core.Errors.DamagedBytes"/> explains, too.</exception>
    public static StageReport Load(BinaryReader from)
    {
        long rows = from.ReadInt64();
        string said = from.ReadString();
        byte[] text = Read(from);
        bool failed = from.ReadBoolean();
        string failure = from.ReadString();
        int count = from.ReadInt32();
        if (count is < 0 or > MostFiles)
        {
            throw new FormatException("A stored report has a number of files that cannot be.");
        }

        var files = new List<byte[]?>();
        for (int i = 0; i < count; i++)
        {
            bool here = from.ReadBoolean();
            byte[] content = Read(from);
            files.Add(here ? content : null);
        }

        return new StageReport { Rows = rows, Said = said, Text = text, Failure = failed ? failure : null, Files = files };
    }

    private static void Write(BinaryWriter to, byte[] content)
    {
        to.Write(content.Length);
        to.Write(content);
    }

    private static byte[] Read(BinaryReader from)
    {
        int length = from.ReadInt32();

        // A length from a file is not trusted with an allocation before that many bytes are there.
        if (length < 0 || (from.BaseStream.CanSeek && length > from.BaseStream.Length - from.BaseStream.Position))
        {
            throw new FormatException("A stored report is cut short.");
        }

        byte[] content = from.ReadBytes(length);
        return content.Length == length ? content : throw new EndOfStreamException();
    }
}
