using System.Globalization;
using Curate.Core.Errors;
using Curate.Core.Running;
using Curate.Formats.Files;

namespace Curate.Cli.Recipes;

/// <summary>
/// The folder of a recipe's checkpoints: the plan of each decided stage under the key of all it depends on, rows that were written for later
/// stages, and a journal that says which outputs a run that was ended had begun. One process uses it at a time.
/// </summary>
internal sealed class RecipeStore : IDisposable
{
    private const string Magic = "curate-stage";
    private const int Version = 1;

    private readonly string _folder;
    private readonly bool _temporary;
    private readonly List<(string Stage, long Bytes)> _rows = [];
    private FileStream? _lock;
    private string[] _leftBehind = [];

    /// <param name="folder">The folder; made when something is stored.</param>
    /// <param name="temporary">It goes when the run ends, however it ends.</param>
    public RecipeStore(string folder, bool temporary)
    {
        _folder = folder;
        _temporary = temporary;
    }

    /// <summary>Rows that were written for later stages in this run: the stage, and their bytes.</summary>
    public IReadOnlyList<(string Stage, long Bytes)> Rows => _rows;

    /// <summary>Their bytes in all.</summary>
    public long RowBytes => _rows.Sum(static r => r.Bytes);

    /// <summary>A run that was ended had begun to write this output, so that this run may replace it.</summary>
    public bool WasBegun(string output) => _leftBehind.Contains(Path.GetFullPath(output));

    /// <summary>Takes the folder for this process, and removes part files that an ended run left beside its outputs.</summary>
    /// <exception cref="CurateException">Another process uses it, or it cannot be written.</exception>
    public void Enter()
    {
        try
        {
            Directory.CreateDirectory(_folder);
            _lock = new FileStream(Path.Combine(_folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(Path.Combine(_folder, "lock")))
        {
            Fail.With(ErrorCodes.CannotWrite, $"Another run uses the checkpoints in '{_folder}'.", "Wait for it, or give --checkpoints another folder.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Fail.With(ErrorCodes.CannotWrite, $"Cannot write checkpoints to '{_folder}': {failure.Message}", "Give --checkpoints another folder, or pass --no-checkpoints.", failure);
        }

        string journal = Path.Combine(_folder, "journal");
        if (File.Exists(journal))
        {
            string[] lines = File.ReadAllLines(journal);
            _leftBehind = lines.Length > 1 ? lines[1..] : [];
            foreach (string output in _leftBehind)
            {
                RemoveParts(output, lines[0]);
            }
        }

        string started = Path.Combine(_folder, "started");
        if (File.Exists(started))
        {
            string[] lines = File.ReadAllLines(started);
            foreach (string output in lines.Skip(1))
            {
                RemoveParts(output, lines[0]);
            }
        }

        foreach (string part in Directory.EnumerateFiles(_folder, ".*.part"))
        {
            File.Delete(part);
        }
    }

    /// <summary>Says that the run is under way and may leave parts of these files behind; it gives no later run the right to replace one.</summary>
    public void Start(IEnumerable<string> outputs) => WriteList("started", outputs);

    /// <summary>Says that outputs are being written; until <see cref="Finish"/> a run that finds them may replace them.</summary>
    public void Begin(IEnumerable<string> outputs) => WriteList("journal", outputs);

    private void WriteList(string name, IEnumerable<string> outputs)
    {
        using var journal = new AtomicFile(Path.Combine(_folder, name), overwrite: true);
        using (var writer = new StreamWriter(journal.Stream, leaveOpen: true))
        {
            writer.Write(Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
            foreach (string output in outputs)
            {
                writer.Write(Path.GetFullPath(output) + "\n");
            }
        }

        journal.Complete();
    }

    /// <summary>The outputs stand, or none does: nothing is left behind, and rows for later stages are not needed any more.</summary>
    /// <param name="done">The run came to its end.</param>
    public void Finish(bool done)
    {
        File.Delete(Path.Combine(_folder, "journal"));
        if (done)
        {
            foreach (string rows in Directory.EnumerateFiles(_folder, "*.rows.*"))
            {
                File.Delete(rows);
            }
        }
    }

    /// <summary>The plan of a stage that was decided under a key, or null.</summary>
    /// <exception cref="CurateException">The file is damaged.</exception>
    public (StageFacts Facts, RowPlan Plan)? Load(string stage, string key)
    {
        string path = PlanPath(stage);
        if (!File.Exists(path))
        {
            return null;
        }

        using FileStream file = File.OpenRead(path);
        using var buffered = new BufferedStream(file, 1 << 16);
        using var reader = new BinaryReader(buffered, System.Text.Encoding.UTF8, leaveOpen: true);
        try
        {
            if (reader.ReadString() != Magic || reader.ReadInt32() != Version || reader.ReadString() != key)
            {
                return null;
            }

            StageFacts facts = StageFacts.Load(reader);
            return PlanFile.Read(buffered, key) is { } plan ? (facts, plan) : null;
        }
        catch (Exception damage) when (damage is CurateException || DamagedBytes.Explain(damage))
        {
            throw Damaged(path, damage);
        }
    }

    /// <summary>What a stage that describes rows found under a key, or null.</summary>
    /// <exception cref="CurateException">The file is damaged.</exception>
    public StageReport? LoadReport(string stage, string key)
    {
        string path = ReportPath(stage);
        if (!File.Exists(path))
        {
            return null;
        }

        using FileStream file = File.OpenRead(path);
        using var reader = new BinaryReader(file, System.Text.Encoding.UTF8);
        try
        {
            return reader.ReadString() == Magic && reader.ReadInt32() == Version && reader.ReadString() == key ? StageReport.Load(reader) : null;
        }
        catch (Exception damage) when (DamagedBytes.Explain(damage))
        {
            throw Damaged(path, damage);
        }
    }

    /// <summary>How many bytes the rows of a stage took when they were last written for later stages under a key, 0 where it showed that they need not be; null where no run knows.</summary>
    public long? RowBytesOf(string stage, string? key)
    {
        string path = SizePath(stage);
        if (key is null || !File.Exists(path))
        {
            return null;
        }

        using FileStream file = File.OpenRead(path);
        using var reader = new BinaryReader(file, System.Text.Encoding.UTF8);
        try
        {
            return reader.ReadString() == Magic && reader.ReadInt32() == Version && reader.ReadString() == key ? reader.ReadInt64() : null;
        }
        catch (Exception damage) when (DamagedBytes.Explain(damage))
        {
            // It only serves a forecast.
            return null;
        }
    }

    /// <summary>Stores a decision; it is there as a whole or not at all.</summary>
    public void Save(string stage, string key, StageFacts facts, RowPlan plan)
    {
        using var file = new AtomicFile(PlanPath(stage), overwrite: true);
        WriteHead(file, key, facts.Save);

        PlanFile.Write(file.Stream, plan, key);
        file.Complete();
    }

    /// <summary>Stores what a stage that describes rows found.</summary>
    public void Save(string stage, string key, StageReport report)
    {
        using var file = new AtomicFile(ReportPath(stage), overwrite: true);
        WriteHead(file, key, report.Save);
        file.Complete();
    }

    /// <summary>Where the rows of a stage go for later stages.</summary>
    public string RowsPath(string stage, string key, string extension) => Path.Combine(_folder, $"{stage}-{key}.rows{extension}");

    /// <summary>Counts rows that were written, and removes those of earlier decisions of the same stage.</summary>
    /// <exception cref="CurateException">They are more than <paramref name="limitBytes"/> in all.</exception>
    public void Wrote(string stage, string? key, string path, long limitBytes)
    {
        long bytes = new FileInfo(path).Length;
        _rows.Add((stage, bytes));
        Know(stage, key, bytes);
        foreach (string other in Directory.EnumerateFiles(_folder, stage + "-*.rows.*").Where(o => o != path && o.LastIndexOf('-') == path.LastIndexOf('-')))
        {
            File.Delete(other);
        }

        if (RowBytes > limitBytes)
        {
            Fail.With(ErrorCodes.ScratchLimit, $"Rows for later stages take {Core.Options.NumberText.Size(RowBytes)}, more than --scratch-limit.", ErrorCodes.ScratchLimit.Remedy);
        }
    }

    /// <summary>Keeps for forecasts how many bytes the rows of a stage take when they are written for later stages; 0 = they are read as they are.</summary>
    public void Know(string stage, string? key, long bytes)
    {
        if (key is not null)
        {
            using var size = new AtomicFile(SizePath(stage), overwrite: true);
            WriteHead(size, key, to => to.Write(bytes));
            size.Complete();
        }
    }

    public void Dispose()
    {
        if (_lock is not null)
        {
            // A run that comes to an end, whichever, removes its parts itself.
            File.Delete(Path.Combine(_folder, "started"));
        }

        _lock?.Dispose();
        if (_temporary && Directory.Exists(_folder))
        {
            try
            {
                Directory.Delete(_folder, recursive: true);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // What is left of a temporary folder is no reason to fail a run that is over.
            }
        }
    }

    private string PlanPath(string stage) => Path.Combine(_folder, stage + ".plan");

    /// <summary>Where the table that a stage makes beside its rows waits until the run publishes; it belongs to the stored decision and is written before it.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="output">The file that it becomes: its name says format and compression.</param>
    public string CompanionPath(string stage, string output) => Path.Combine(_folder, stage + ".table-" + Path.GetFileName(output));

    private string SizePath(string stage) => Path.Combine(_folder, stage + ".size");

    private string ReportPath(string stage) => Path.Combine(_folder, stage + ".found");

    private static void WriteHead(AtomicFile file, string key, Action<BinaryWriter> content)
    {
        using var writer = new BinaryWriter(file.Stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(key);
        content(writer);
    }

    private static CurateException Damaged(string path, Exception damage) =>
        new(ErrorCodes.CorruptFile, $"The checkpoint '{path}' is damaged or cut short.", "Delete it, or run with --fresh: the stage is then decided again.", damage);

    private static void RemoveParts(string output, string process)
    {
        bool isFolder = Directory.Exists(output);
        string? folder = isFolder ? output : Path.GetDirectoryName(output);
        if (folder is null || !Directory.Exists(folder))
        {
            return;
        }

        // Part files carry the number of the process that wrote them.
        string pattern = isFolder ? $".*.{process}-*.part" : $".{Path.GetFileName(output)}*.{process}-*.part";
        foreach (string part in Directory.EnumerateFiles(folder, pattern, isFolder ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly))
        {
            File.Delete(part);
        }
    }
}
