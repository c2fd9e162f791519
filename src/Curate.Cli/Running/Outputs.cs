using Curate.Cli.Options;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Formats.Files;
using Curate.Formats.Parquet;

namespace Curate.Cli.Running;

/// <summary>Turns output options into sink formats.</summary>
internal sealed class Outputs(Session session)
{
    /// <summary>True when the output is a folder of files.</summary>
    public bool IsFolder => session.Options.Output is { } path && (path.EndsWith('/') || path.EndsWith(Path.DirectorySeparatorChar)
        || session.Options.RowsPerFile is not null || session.Options.PreserveFiles || session.Options.PartitionBy.Count > 0);

    /// <summary>The main output.</summary>
    /// <param name="source">Where rows come from.</param>
    /// <param name="partition">Columns to partition by, besides those asked for.</param>
    public IRecordSinkFormat Main(IRecordSource source, IReadOnlyList<string>? partition = null)
    {
        string? path = session.Options.Output;
        IReadOnlyList<string> keys = partition ?? (session.Options.PartitionBy.Count > 0 ? ColumnSelector.Parse(session.Options.PartitionBy).Resolve(source) : []);
        if (session.Options.PreserveFiles && (session.Options.RowsPerFile is not null || keys.Count > 0))
        {
            Fail.Usage($"--preserve-files and --{(session.Options.RowsPerFile is not null ? "rows-per-file" : keys == partition ? "split-files" : "partition-by")} both say which file a row goes to.", "Pass one of them.");
        }

        if (path is null)
        {
            if (session.Options.RowsPerFile is not null || session.Options.PreserveFiles || keys.Count > 0)
            {
                Fail.Usage("Several files cannot go to standard output.", "Pass -o FOLDER/.");
            }

            return ToStream(source);
        }

        if (!IsFolder && keys.Count == 0)
        {
            FormatEntry format = RecordFiles.OutputFormat(path, session.Options.OutputFormat, session.SourceFormat, Formats.All);
            HeldFile file = session.Create(path);
            session.OutputFile = file;
            if (session.WritesProvenance)
            {
                file.KeepHash();
            }

            return Formats.Writer(format, source, session.SourceFormat, Options(format))(file);
        }

        session.Folders.KeepHashes = session.WritesProvenance;
        FormatEntry entry = Formats.All.Named(session.Options.OutputFormat ?? session.SourceFormat);
        Func<IByteOutput, IRecordSinkFormat> writer = Formats.Writer(entry, source, session.SourceFormat, Options(entry, isMany: keys.Count > 0 || session.Options.PreserveFiles));
        if (session.Options.PreserveFiles)
        {
            return new PreservedSinkFormat(writer, path, entry.Extensions[0], PreservedNames(entry), session.Options.Force, session.Folders);
        }

        long rows = session.Options.RowsPerFile ?? long.MaxValue;
        return keys.Count > 0
            ? new PartitionedSinkFormat(writer, path, entry.Extensions[0], keys, rows, session.Options.Force, session.Folders)
            : new RollingSinkFormat(writer, path, entry.Extensions[0], rows, session.Options.Force, session.Folders);
    }

    /// <summary>Where dropped rows go, or null.</summary>
    public IRecordSinkFormat? Removed(IRecordSource source)
    {
        if (session.Options.Removed is not { } path)
        {
            return null;
        }

        FormatEntry format = RecordFiles.OutputFormat(path, null, session.SourceFormat, Formats.All);
        return Formats.Writer(format, source, session.SourceFormat, Options(format))(session.Create(path));
    }

    /// <summary>The source with the kinds that the format needs.</summary>
    public static IRecordSource Typed(PassRunner passes, IRecordSource source, IRecordSinkFormat format)
    {
        bool copies = source.Layout is not null && format.Accepts(source.Layout);
        if (copies || !format.NeedsKindsOf(source.RawKind))
        {
            return source;
        }

        TableSchema kinds = KindResolver.Resolve(passes, source, null);
        return SourcesView.Over(source, s => new TypedSource(s, kinds));
    }

    /// <summary>The source with the kinds that dropped rows need in their format: those that a condition left out before are among them.</summary>
    public static IRecordSource TypedWithDropped(PassRunner passes, IRecordSource source, IRecordSinkFormat removed, LeftOut? leftOut)
    {
        bool copies = source.Layout is not null && removed.Accepts(source.Layout);
        if (leftOut is null || copies || !removed.NeedsKindsOf(source.RawKind))
        {
            return Typed(passes, source, removed);
        }

        string[] open = [.. source.Schema.Fields.Where(f => f.Kind is null && leftOut.Source.HasColumn(f.Name)).Select(static f => f.Name)];
        TableSchema found = KindResolver.Resolve(passes, leftOut.Source, open);
        var kinds = new TableSchema([.. source.Schema.Fields.Select(f => Array.IndexOf(open, f.Name) is >= 0 and int at ? found[at] : f)]);
        return SourcesView.Over(source, s => new TypedSource(s, kinds));
    }

    /// <summary>How a format is written.</summary>
    /// <param name="format">The format.</param>
    /// <param name="isMany">Many files are open at a time.</param>
    private WriteOptions Options(FormatEntry format, bool isMany = false)
    {
        RunOptions options = session.Options;
        if (format.Name != FormatList.Parquet)
        {
            return new WriteOptions { Delimiter = options.OutputDelimiter };
        }

        session.EmbedsProvenance = !options.NoProvenance;
        return new WriteOptions
        {
            Parquet = new ParquetWriteOptions
            {
                Compression = options.ParquetCompression,
                RowGroupRows = options.RowGroupRows,
                RowGroupBytes = isMany ? ParquetWriteOptions.PartitionRowGroupBytes : ParquetWriteOptions.DefaultRowGroupBytes,
                Workers = session.Context.Workers,
                CacheBytes = Math.Clamp(session.Context.Memory.Free / 3, 16L << 20, 2L << 30),
                Metadata = session.Embedded,
            },
        };
    }

    /// <summary>The relative path of each input file, and that of its output file: the same but for the extension where the format changes.</summary>
    private Dictionary<string, string> PreservedNames(FormatEntry format)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (InputPath file in session.MainFiles!)
        {
            if (file.IsStandardInput)
            {
                Fail.Usage("--preserve-files needs files, and standard input has no name.", "Name files or a folder.");
            }

            string bare = Compressions.Strip(file.Relative);
            FormatEntry? own = Formats.All.OfPath(bare);
            string name = own is null || own.Name == format.Name ? file.Relative
                : Path.ChangeExtension(bare, format.Extensions[0]) + file.Relative[bare.Length..];
            if (!inputs.TryAdd(name, file.Path))
            {
                Fail.Usage($"--preserve-files would write both '{inputs[name]}' and '{file.Path}' to '{name}'.", "Name a folder above both, or run them one by one.");
            }

            names.Add(file.Relative, name);
        }

        return names;
    }

    private IRecordSinkFormat ToStream(IRecordSource source)
    {
        FormatEntry format = Formats.All.Named(session.Options.OutputFormat ?? session.SourceFormat);
        return Formats.Writer(format, source, session.SourceFormat, Options(format))(StandardOutput.OfProcess(session.Host.OpenStandardOutput));
    }
}
