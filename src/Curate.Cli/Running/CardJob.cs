using System.Globalization;
using System.Text;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Cli.Reports;
using Curate.Cli.Reports.Blocks;
using Curate.Cli.Reports.Card;
using Curate.Cli.Reports.Profile;
using Curate.Core.Card;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Profile;
using Curate.Core.Profile.Report;
using Curate.Formats.Files;
using Curate.Formats.Parquet;

namespace Curate.Cli.Running;

/// <summary>Runs <c>curate card</c> from arguments to exit code: one profile of the dataset, hashes of its files, their records back to the raw data, and what people wrote before.</summary>
internal sealed class CardJob : IDisposable
{
    private const string Command = "card";
    private const string DefaultSplit = "split";

    private readonly Arguments _arguments;
    private readonly CommandHost _host;
    private readonly RunOptions _options;
    private readonly CardChoices _choices;
    private readonly string _format;
    private readonly Session _session;

    private CardJob(Arguments arguments, CommandHost host)
    {
        _arguments = arguments;
        _host = host;
        _options = OptionBinder.Bind(new RunOptions(), RunOptionSpecs.All, arguments.Only(RunOptionSpecs.All));
        _choices = OptionBinder.Bind(new CardChoices(), CardChoices.All, arguments.Only(CardChoices.All));
        _format = FormatOf(_choices.Format, _options.Output);
        if (_format == "croissant" && (_options.Where ?? (_options.Limit is null ? null : "limit")) is not null)
        {
            Fail.Usage($"Croissant describes files as they are, and --{(_options.Where is null ? "limit" : "where")} takes a part of their rows.", "Write the part to a file first (curate convert), and describe that.");
        }

        // Columns that are not described may still play a part, so the view keeps all of them.
        _session = new Session(_options with { Columns = [] }, host, Command);
    }

    /// <summary>Parses, reads, writes the card.</summary>
    public static int Execute(Arguments arguments, CommandHost host)
    {
        using var job = new CardJob(arguments, host);
        return job.Execute();
    }

    public void Dispose() => _session.Dispose();

    private int Execute()
    {
        ProfileOptions given = OptionBinder.Bind(new ProfileOptions { Columns = _options.Columns }, CardCommand.Profile, _arguments.Only(CardCommand.Profile));
        bool spool = _options.Where is not null || _arguments.Inputs.Count == 0 || _arguments.Inputs.Contains("-", StringComparer.Ordinal);
        IRecordSource input = _session.Open(_arguments.Inputs, spool);
        if (_format == "croissant" && _session.MainFiles!.Any(static f => f.IsStandardInput))
        {
            Fail.Usage("Croissant describes files, and standard input has no name.", "Name files, folders or globs.");
        }

        string? split = _choices.Split ?? (input.HasColumn(DefaultSplit) ? DefaultSplit : null);
        string?[] counted = [split, _choices.Licence];
        ProfileOptions options = ProfileOptionSpecs.Resolve(given, input);
        foreach (string column in counted.OfType<string>())
        {
            ProfileOptionSpecs.Name(column, input);
            if (!options.Groups.Contains(column, StringComparer.Ordinal))
            {
                options = options with { Groups = [.. options.Groups, column] };
            }
        }

        if (options.Columns.Count == 0 && ParquetSource.LeafPaths(input) is { } leaves)
        {
            options = options with { Columns = leaves };
        }

        if (_options.DryRun)
        {
            _host.WriteOut(DryRun.Describe(CardCommand.Spec, null, _options, _arguments, input, _session, [.. CardCommand.Profile, .. CardChoices.All],
                "1; one more for the columns of JSON Lines, and one with --where; files are hashed besides, and those that their records name", "that of a profile: the same for any number of rows"));
            return (int)ExitCode.Done;
        }

        IReadOnlyDictionary<string, string> answers = Answers();
        HeldFile? file = _options.Output is { } path ? _session.Create(path) : null;
        IRecordSource view = _session.View(input);
        TableSummary table = ProfileRun.Run(_session.Passes, view, options);
        _session.BadRows.Complete();
        CardPage page = Page(table, options, input, split, answers);
        byte[] document = Write(page);
        _session.Write(file, document);
        _session.Publish();
        if (!_options.Quiet)
        {
            string blanks = page.Blanks.Count == 0 ? "" : $", {Figures.Of(page.Blanks.Count, "part")} to be written";
            _host.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Command}: {Figures.Of(page.Report.Rows, "row")}, {Figures.Of(page.Provenance.Count, "step")} of provenance{blanks} ({_session.Observer.Seconds:0.00} s){(file is null ? "" : "; wrote " + file.Name)}"));
        }

        return Verdict(page);
    }

    private CardPage Page(TableSummary table, ProfileOptions options, IRecordSource input, string? split, IReadOnlyDictionary<string, string> answers)
    {
        string name = _choices.Name ?? NameOf(_arguments.Inputs);
        ProfileReport report = table.Finish(options, name, null, _session.InputBytes, null, _session.Context.Workers) with { Limit = _options.Limit };
        CardFile[] files = [.. _session.Files.Zip(_session.MainFiles!, File)];
        BalanceReport? licences = _choices.Licence is { } column ? report.Balance.First(b => b.Column == column && b.Role == "group") : null;
        return new CardPage
        {
            Name = name,
            Profile = new ProfilePage(report)
            {
                Version = CommandHost.Version,
                Workers = _options.Workers,
                Seconds = 0,
                BadRows = new SortedDictionary<string, long>(_session.BadRows.Counts.ToDictionary(), StringComparer.Ordinal),
                LeftOut = _session.WhereViews.Sum(static v => v.Dropped.Total),
            },
            Files = files,
            Provenance = ProvenanceChain.Of(_session.MainFiles!.Where(static f => !f.IsStandardInput).Select(static f => f.Path), _host.Ct),
            Split = split,
            LicenceColumn = _choices.Licence,
            Licences = licences is null ? null : LicenceAudit.Of(licences, _choices.Declared),
            Declared = _choices.Declared,
            Answers = answers,
            Schema = input.Schema,
            FolderKeys = [.. _session.MainFiles!.SelectMany(static f => f.Keys).Select(static k => k.Key).Distinct(StringComparer.Ordinal)],
        };
    }

    private CardFile File(OpenedFile opened, InputPath path)
    {
        string folder = _options.Output is { } output ? Path.GetDirectoryName(Path.GetFullPath(output))! : Environment.CurrentDirectory;
        string link = path.IsStandardInput ? "" : Path.GetRelativePath(folder, Path.GetFullPath(path.Path)).Replace(Path.DirectorySeparatorChar, '/');
        string name = path.IsStandardInput ? "standard input" : path.Relative;
        string format = Formats.All.OfPath(Compressions.Strip(path.Path))?.Name ?? _session.SourceFormat;
        bool isCompressed = opened.File is { } file && file.Compression != Compression.None;
        return new CardFile(name, link, _options.InputFormat ?? format, isCompressed, opened.File?.SizeBytes, opened.File?.Sha256(_host.Ct));
    }

    private byte[] Write(CardPage page) => _format switch
    {
        "json" => CardJson.Of(page),
        "croissant" => CroissantJson.Of(page),
        "html" => Encoding.UTF8.GetBytes(HtmlWriter.Write("Data card of " + page.Name, $"Measured by curate {CommandHost.Version}, seed {NumberText.Of((long)Math.Min(page.Report.Seed, long.MaxValue))}.", CardOutline.Of(page, _options.FullReport))),
        _ => Encoding.UTF8.GetBytes(MarkdownWriter.Write("Data card of " + page.Name, CardOutline.Of(page, _options.FullReport))),
    };

    /// <summary>What people wrote in the card that is named, or that is replaced.</summary>
    private IReadOnlyDictionary<string, string> Answers()
    {
        if (_choices.Answers is { } named)
        {
            return CardAnswers.Read(named, isNamed: true);
        }

        bool holdsAnswers = _options.Output is { } output && _options.Force && System.IO.File.Exists(output) && _format is "md" or "json";
        return holdsAnswers && !AtomicFile.IsDevice(_options.Output!) ? CardAnswers.Read(_options.Output!, isNamed: false) : new SortedDictionary<string, string>(StringComparer.Ordinal);
    }

    private int Verdict(CardPage page)
    {
        var wanting = new List<string>();
        foreach (string required in _choices.Require)
        {
            switch (required)
            {
                case CardChoices.Provenance when !page.IsVerified:
                    wanting.Add(page.Provenance.Count == 0 ? "provenance (no record)" : "provenance (not all of it is verified)");
                    break;
                case CardChoices.Commercial when (page.Licences?.Use ?? LicenceTable.UseOf(LicenceTable.Parse(page.Declared ?? ""))) is not LicenceUse.Commercial and var use:
                    wanting.Add($"commercial (the licences allow {LicenceAudit.Word(use)} use)");
                    break;
                case CardChoices.Provenance or CardChoices.Commercial:
                    break;
                default:
                    wanting.AddRange(page.Blanks.Where(f => required is CardChoices.AllFields || f.Name == required).Select(static f => f.Name));
                    break;
            }
        }

        if (wanting.Count == 0)
        {
            return (int)ExitCode.Done;
        }

        _host.Error.WriteLine($"curate {Command}: wanting by --require: {string.Join(", ", wanting.Distinct(StringComparer.Ordinal))}.");
        return (int)ExitCode.Found;
    }

    private static string NameOf(IReadOnlyList<string> inputs) => inputs switch
    {
        [] or ["-"] => "standard input",
        [var one] => Path.GetFileName(Path.TrimEndingDirectorySeparator(one)) is { Length: > 0 } name ? name : one,
        _ => $"{Path.GetFileName(inputs[0])} and {Figures.Count(inputs.Count - 1)} more",
    };

    private static string FormatOf(string? format, string? output)
    {
        switch (format ?? Path.GetExtension(output ?? "").ToLowerInvariant())
        {
            case "md" or "html" or "json" or "croissant":
                return format!;
            case ".md" or ".markdown" or "":
                return "md";
            case ".html" or ".htm":
                return "html";
            case ".json":
                return "json";
            default:
                Fail.Usage($"The format of the card does not follow from the name {Fail.Show(output ?? "")}.", "Name it .md, .html or .json, or pass --format.");
                return "";
        }
    }
}
