using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Cli.Reports;
using Curate.Core.Data;
using Curate.Core.Dedupe.Files;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Core.Where;
using Curate.Formats.Files;

namespace Curate.Cli.Running;

/// <summary>One run: its context, its inputs as a source with the asked-for views on top, and what has to be cleaned up.</summary>
internal sealed class Session : IDisposable
{
    /// <summary>No file of an option is larger; it is held in memory.</summary>
    private const long MostOptionFileBytes = 512L << 20;

    private readonly Session? _parent;
    private readonly List<IDisposable> _owned = [];
    private readonly List<HeldFile> _held = [];
    private readonly IScratch _scratch;
    private InputHashes? _hashes;

    /// <param name="options">How this run, or this part of one, reads and writes.</param>
    /// <param name="host">The process.</param>
    /// <param name="command">What progress calls it.</param>
    /// <param name="parent">The run that this is a part of: its memory, scratch and progress are shared. Null = a run of its own.</param>
    public Session(RunOptions options, CommandHost host, string command, Session? parent = null)
    {
        Options = options;
        Host = host;
        _parent = parent;
        CheckOutputs(options);
        _scratch = parent?._scratch ?? new FileScratch(options.Scratch ?? Path.GetTempPath(), options.ScratchLimit);
        BadRows = new BadRowLog(options.BadRows, options.QuarantinePath is { } path ? new AtomicFile(path, options.Force) : null);
        ReportFile = options.Report is { } report && !options.DryRun && options.Explain is null && options.Shard is null ? Create(report) : null;
        Observer = parent?.Observer ?? new ConsoleObserver(host, options, command);
        Context = new RunContext
        {
            Seed = options.Seed,
            Workers = options.Workers,
            Memory = parent?.Context.Memory ?? new MemoryBudget(options.MemoryBytes),
            Scratch = _scratch,
            Observer = Observer,
            FullReport = options.FullReport,
            Ct = host.Ct,
        };
        Passes = new PassRunner(Context);
    }

    public RunOptions Options { get; }

    public CommandHost Host { get; }

    public RunContext Context { get; }

    public PassRunner Passes { get; }

    public ConsoleObserver Observer { get; }

    public BadRowLog BadRows { get; }

    /// <summary>Folders of files that appear with all other outputs in <see cref="Publish"/>.</summary>
    public HeldFolders Folders { get; } = new();

    /// <summary>The output where it is one file; null before it is opened, and where it is a folder or standard output.</summary>
    public HeldFile? OutputFile { get; set; }

    /// <summary>The output is a folder of files.</summary>
    public bool OutputIsFolder => OutputFile is null;

    /// <summary>What the files of the complete output hold, for its record.</summary>
    public IReadOnlyList<ProvenanceOutput> OutputFiles => OutputFile is null ? Folders.Contents : OutputFile.Content is { } content ? [content] : [];

    /// <summary>Where the report goes, or null.</summary>
    public HeldFile? ReportFile { get; }

    /// <summary>The output gets a sidecar: it is a file or a folder.</summary>
    public bool WritesProvenance => Options.Output is { } output && !Options.NoProvenance && !AtomicFile.IsDevice(output);

    /// <summary>Some output carries provenance inside itself.</summary>
    public bool EmbedsProvenance { get; set; }

    /// <summary>Hashing of the inputs, started by the first call: begun with the planning, it reads what that has just read.</summary>
    public InputHashes Hashes()
    {
        if (_hashes is null)
        {
            _hashes = new InputHashes(this);
            _owned.Insert(0, _hashes);
        }

        return _hashes;
    }

    /// <summary>What provenance inside of outputs says, once the run knows it; given the rows of a file.</summary>
    public Func<long, string>? EmbeddedText { get; set; }

    /// <summary>Files read, for provenance.</summary>
    public List<OpenedFile> Files { get; } = [];

    /// <summary>The files of the dataset itself.</summary>
    public IReadOnlyList<InputPath>? MainFiles { get; private set; }

    /// <summary>Format of the first file.</summary>
    public string SourceFormat { get; set; } = "csv";

    /// <summary>Names of the columns of CSV files without a header; null = they are numbered.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>Rows left out by <c>--where</c>, known after a complete pass.</summary>
    public List<FilteredSource<WherePart>> WhereViews { get; } = [];

    /// <summary>Row groups that <c>--where</c> leaves out by their statistics, and how many there are; null without a condition and for other formats.</summary>
    public (int LeftOut, int Groups)? RowGroups { get; private set; }

    /// <summary>What <c>--where</c> leaves out, for <c>--removed</c>.</summary>
    public LeftOut? LeftOut { get; private set; }

    /// <summary>Bytes of all input files; null where one of them is no file.</summary>
    public long? InputBytes => Files.Sum(static f => f.File?.SizeBytes ?? 0) is var sum && Files.TrueForAll(static f => f.File?.SizeBytes is not null) ? sum : null;

    /// <summary>What reports call a dataset: its one input, or the first of them and how many more.</summary>
    public static string NameOf(IReadOnlyList<string> inputs) => inputs switch
    {
        [] or ["-"] => "standard input",
        [var one] => one,
        _ => $"{inputs[0]} and {Figures.Count(inputs.Count - 1)} more",
    };

    /// <summary>Writes a whole document to a file of <see cref="Create(string)"/>, or to standard output where there is none.</summary>
    public void Write(HeldFile? file, byte[] document)
    {
        if (file is null)
        {
            Host.WriteOut(document);
            return;
        }

        file.Stream.Write(document);
        file.Complete();
    }

    /// <summary>
    /// A file that appears with all others in <see cref="Publish"/>, once it is complete. The session disposes it, too: a run can fail
    /// after its outputs are opened and before a sink owns them.
    /// </summary>
    public HeldFile Create(string path) => Create(path, Options.Force);

    /// <summary>Keeps something until the session ends.</summary>
    public T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    /// <inheritdoc cref="Create(string)"/>
    /// <param name="path">Its name.</param>
    /// <param name="overwrite">It may replace a file.</param>
    public HeldFile Create(string path, bool overwrite)
    {
        var file = new AtomicFile(path, overwrite);
        _owned.Add(file);
        var held = new HeldFile(file);
        _held.Add(held);
        return held;
    }

    /// <summary>Gives every completed file its name: data first, then what speaks of it.</summary>
    public void Publish()
    {
        Folders.Publish();
        PublishHeld(reports: false);
        PublishHeld(reports: true);
    }

    private void PublishHeld(bool reports)
    {
        foreach (HeldFile file in _held)
        {
            if ((file == ReportFile) == reports)
            {
                file.Publish();
            }
        }
    }

    /// <summary>The entries that an output's own metadata gets.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Embedded(long rows) =>
        EmbedsProvenance && EmbeddedText is { } text ? [new("curate", text(rows))] : [];

    /// <summary>Opens inputs as one dataset.</summary>
    /// <param name="inputs">Files, folders, globs, <c>-</c>; none = standard input when something is piped.</param>
    /// <param name="spool">The input may be read several times.</param>
    public IRecordSource Open(IReadOnlyList<string> inputs, bool spool)
    {
        List<DatasetPart> parts = Parts(Given(inputs), spool, named: false);
        IRecordSource source = parts.Count == 1 && parts[0].Keys.Count == 0 && !Options.PreserveFiles ? parts[0].Source : new DatasetSource(parts, Options.Schema, Options.Types);
        _owned.Add(source);
        return source;
    }

    /// <summary>
    /// Opens inputs as named sources of one schema: <c>NAME=PATH</c>, several paths under one name being one source; a path without a
    /// name is called like its file.
    /// </summary>
    public SourcesView OpenNamed(IReadOnlyList<string> inputs)
    {
        List<DatasetPart> parts = Parts(Given(inputs), spool: true, named: true);
        var dataset = new DatasetSource(parts, Options.Schema, Options.Types);
        _owned.Add(dataset);
        var names = new List<string>();
        var sources = new List<IRecordSource>();
        for (int first = 0; first < parts.Count;)
        {
            InputPath path = MainFiles![first];
            int end = first + 1;
            while (path.Source is not null && end < parts.Count && MainFiles[end].Source == path.Source)
            {
                end++;
            }

            string name = path.Source ?? (path.IsStandardInput ? "-" : Path.GetFileName(Compressions.Strip(path.Path)).Split('.')[0]);
            if (names.Contains(name))
            {
                Fail.Usage($"Two sources have the name {Fail.Show(name)}.", "Name them: NAME=PATH. Several paths under one name are one source.");
            }

            names.Add(name);
            sources.Add(new DatasetRange(dataset, name, first, end));
            first = end;
        }

        return new SourcesView(names, sources);
    }

    /// <summary>Opens the files behind inputs one by one, as parts of a dataset that owns them.</summary>
    public IReadOnlyList<DatasetPart> OpenParts(IReadOnlyList<string> inputs) => Parts(inputs, spool: true, named: false);

    /// <summary>The files behind inputs, each a table of its own that is opened when it is asked for.</summary>
    /// <exception cref="CurateException">Standard input is among them.</exception>
    public IReadOnlyList<LakeTable> Tables(IReadOnlyList<string> inputs)
    {
        IReadOnlyList<InputPath> paths = InputPaths.Expand(inputs, Formats.All.Extensions);
        if (paths.Any(static p => p.IsStandardInput))
        {
            Fail.Usage("Standard input is no file that can be compared with others.", "Name files, folders or globs.");
        }

        MainFiles ??= paths;
        TextReadOptions text = ReadOptions();
        var tables = new List<LakeTable>();
        foreach (InputPath path in paths)
        {
            using (var file = new FileInput(path.Path, Options.Encoding, Host.Ct))
            {
                SourceFormat = tables.Count == 0 ? RecordFiles.FormatOf(file, Options.InputFormat, Formats.All).Name : SourceFormat;
                tables.Add(new LakeTable(path.Path, file.SizeBytes ?? 0, () => RecordFiles.OpenFile(Reopened(path), Options.InputFormat, text, Formats.All)));
            }

            Files.Add(new OpenedFile(path, null));
        }

        return tables;
    }

    /// <summary>The files that options of a method name, read whole; part of what the output depends on, as inputs are.</summary>
    public IReadOnlyDictionary<string, OptionFile> ReadFiles(MethodEntry entry, OptionValues values)
    {
        var files = new Dictionary<string, OptionFile>(StringComparer.Ordinal);
        foreach (string option in entry.FileOptions.Where(o => values.Of(o).Count > 0))
        {
            string path = values.Of(option)[^1];
            var file = new FileInput(path, ct: Host.Ct);
            _owned.Add(file);
            Files.Add(new OpenedFile(new InputPath(path), file));
            files.Add(option, new OptionFile(path, ReadWhole(file, option)));
        }

        return files;
    }

    private static byte[] ReadWhole(FileInput file, string option)
    {
        using Stream stream = file.Open();
        using var content = new MemoryStream();
        byte[] block = new byte[1 << 16];
        int read;
        while ((read = stream.Read(block)) > 0)
        {
            content.Write(block, 0, read);
            if (content.Length > MostOptionFileBytes)
            {
                Fail.With(ErrorCodes.RecordTooLarge, $"{file.Name} has more than {NumberText.Size(MostOptionFileBytes)}, too much for --{option}.", "Check that it is the right file.");
            }
        }

        return content.ToArray();
    }

    private IReadOnlyList<string> Given(IReadOnlyList<string> inputs)
    {
        if (inputs.Count == 0)
        {
            if (Host.InputIsTerminal)
            {
                Fail.With(ErrorCodes.NoInput, "No input is given, and nothing is piped in.", "Name files, folders or globs, or pipe data in.");
            }

            return ["-"];
        }

        return inputs;
    }

    private TextReadOptions ReadOptions() => new()
    {
        Delimiter = Options.Delimiter,
        Quote = Options.Quote,
        NoHeader = Options.NoHeader,
        RenameDuplicates = Options.RenameDuplicates,
        NullTexts = Options.NullTexts,
        Types = Options.Types,
        MaxRecordBytes = Options.MaxRecordBytes,
        ColumnNames = ColumnNames,
        Threads = Options.Workers,
        BadRows = BadRows,
    };

    private List<DatasetPart> Parts(IReadOnlyList<string> inputs, bool spool, bool named)
    {
        TextReadOptions text = ReadOptions();
        var parts = new List<DatasetPart>();
        IReadOnlyList<InputPath> paths = InputPaths.Expand(inputs, Formats.All.Extensions, named);
        MainFiles ??= paths;
        foreach (InputPath path in paths)
        {
            IByteInput bytes = OpenBytes(path, spool);
            if (parts.Count == 0)
            {
                SourceFormat = RecordFiles.FormatOf(bytes, Options.InputFormat, Formats.All).Name;
            }

            parts.Add(new DatasetPart(RecordFiles.OpenFile(bytes, Options.InputFormat, text, Formats.All), path.Keys) { Relative = path.Relative });
        }

        return parts;
    }

    /// <summary>The dataset behind <c>--limit</c>, <c>--where</c> and <c>--columns</c>; each of several named sources by itself.</summary>
    public IRecordSource View(IRecordSource source)
    {
        IRecordSource view = Options.Limit is { } limit ? SourcesView.Over(source, s => new LimitedSource(s, 0, limit)) : source;
        if (Options.Where is { } where)
        {
            WhereExpression expression = WhereExpression.Parse(where);
            TableSchema kinds = KindResolver.Resolve(Passes, view, expression.Columns);
            BoundWhere bound = expression.Bind(kinds.Fields.ToDictionary(static f => f.Name, static f => f.Kind ?? ColumnKind.Text));
            LeftOut = new LeftOut(view, new WhereFilter(bound));
            RowGroups ??= Curate.Formats.Parquet.ParquetSource.PrunedGroups(source, bound);
            view = SourcesView.Over(view, s =>
            {
                FilteredSource<WherePart> filtered = Own(new FilteredSource<WherePart>(s, () => new WhereFilter(bound)) { Condition = bound, Reason = WhereFilter.Reason, Memory = Context.Memory });
                WhereViews.Add(filtered);
                return filtered;
            });
        }

        if (Options.Columns.Count > 0)
        {
            IReadOnlyList<string> names = ColumnSelector.Parse(Options.Columns).Resolve(view);
            view = SourcesView.Over(view, s => new ProjectedSource(s, [.. names.Select(static n => (n, n))]));
        }

        return view;
    }

    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }

        Folders.Dispose();
        BadRows.Dispose();
        if (_parent is null)
        {
            Observer.Dispose();
            _scratch.Dispose();
        }
    }

    /// <summary>Two outputs of one name would replace each other.</summary>
    private static void CheckOutputs(RunOptions options)
    {
        (string Option, string? Path)[] outputs =
            [("output", options.Output), ("removed", options.Removed), ("report", options.Report), ("on-bad-row", options.QuarantinePath)];
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string option, string? path) in outputs)
        {
            // A device takes what several outputs write.
            if (path is null || AtomicFile.IsDevice(path))
            {
                continue;
            }

            if (!seen.TryAdd(Path.GetFullPath(path), option))
            {
                Fail.Usage($"--{seen[Path.GetFullPath(path)]} and --{option} name the same file, {Fail.Show(path)}.", "Choose another name for one of them.");
            }

            if (!options.Force && !options.DryRun && options.Explain is null)
            {
                AtomicFile.RefuseExisting(path);
            }
        }
    }

    private IByteInput OpenBytes(InputPath path, bool spool)
    {
        if (path.IsStandardInput)
        {
            Files.Add(new OpenedFile(path, null));
            return new SpooledInput(Host.OpenStandardInput(), spool ? _scratch : null, Options.Encoding, ct: Host.Ct, anywhere: _scratch);
        }

        var file = new FileInput(path.Path, Options.Encoding, Host.Ct);
        Files.Add(new OpenedFile(path, file));
        return Spooled(file, spool);
    }

    private IByteInput Reopened(InputPath path) => Spooled(new FileInput(path.Path, Options.Encoding, Host.Ct), true);

    private IByteInput Spooled(FileInput file, bool spool) =>
        spool && (file.Compression != Compression.None || !file.CanReopen) ? new SpooledInput(file, _scratch) : file;
}
