using Curate.Cli.Commands;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary>The command line itself: help, suggestions, dry runs, completion, lists.</summary>
public sealed class UsageTests
{
    public static TheoryData<string> CommandNames => [.. CommandLine.Commands.Select(c => c.Name)];

    public static TheoryData<string> MethodCommandNames => [.. CommandLine.Commands.Where(c => c.Methods.Count > 0).Select(c => c.Name)];

    [Theory]
    [InlineData("--kep is not an option", "--keep", "dedupe", "in.csv", "--kep", "first")]
    [InlineData("--outptu", "--output", "dedupe", "in.csv", "--outptu=x.csv")]
    [InlineData("'dedup'", "curate dedupe", "dedup", "in.csv")]
    [InlineData("'random-ovr'", "--method random-over", "resample", "in.csv", "--method", "random-ovr", "--label", "a")]
    [InlineData("'strit'", "strict", "dedupe", "in.csv", "--schema", "strit")]
    [InlineData("'lowr'", "lower", "dedupe", "in.csv", "--normalize", "lowr")]
    [InlineData("'ragged-rw'", "ragged-row", "explain", "ragged-rw")]
    [InlineData("--cost-colum", "--cost-column", "select", "in.csv", "--cost-colum", "a")]
    public void Misspelt_word_is_told_with_the_nearest(string says, string nearest, params string[] arguments)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a\n1\n");
        CurateResult result = Cli.Fails(folder, 2, [says, nearest], arguments);
        Assert.Contains("Did you mean ", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--key takes column names", "dedupe", "in.csv", "--key")]
    [InlineData("--key takes column names", "dedupe", "in.csv", "--key", "a", "--key")]
    [InlineData("--key takes column names", "dedupe", "in.csv", "--key", "--mark")]
    [InlineData("--workers takes a whole number", "dedupe", "in.csv", "--workers", "0")]
    [InlineData("--seed takes a whole number", "dedupe", "in.csv", "--seed", "-1")]
    [InlineData("--memory takes", "dedupe", "in.csv", "--memory", "lots")]
    [InlineData("--shard takes i/N", "dedupe", "in.csv", "--shard", "4/4")]
    [InlineData("--report takes a file that ends in", "dedupe", "in.csv", "--report", "report.pdf")]
    [InlineData("--by is not an option of --method random-subset", "select", "in.csv", "--rows", "1", "--by", "a")]
    [InlineData("--label", "resample", "in.csv")]
    [InlineData("How much to take is not said", "select", "in.csv")]
    [InlineData("More than one budget", "select", "in.csv", "--rows", "1", "--fraction", "0.5")]
    [InlineData("--only-across needs", "dedupe", "in.csv", "--only-across")]
    [InlineData("--fraction takes a fraction", "select", "in.csv", "--fraction", "25")]
    [InlineData("--fractions must be", "split", "in.csv", "--fractions", "0.5,0.4")]
    [InlineData("--names gives 2 names for 3 splits", "split", "in.csv", "--names", "a,b")]
    [InlineData("Several files cannot go to standard output", "convert", "in.csv", "--rows-per-file", "1")]
    [InlineData("--rename takes OLD=NEW", "convert", "in.csv", "--rename", "a")]
    [InlineData("two columns the name 'b'", "convert", "in.csv", "--rename", "a=b")]
    [InlineData("--types takes NAME=KIND", "convert", "in.csv", "--types", "a=int")]
    [InlineData("--where, character", "convert", "in.csv", "--where", "a >")]
    [InlineData("--fail-on 'duplicats': dedupe/exact drops no rows for this reason", "dedupe", "in.csv", "--fail-on", "duplicats")]
    [InlineData("It drops none at all", "resample", "in.csv", "--label", "a", "--fail-on", "not-selected")]
    [InlineData("--report takes a file", "dedupe", "in.csv", "--report", "-", "-o", "out.csv")]
    [InlineData("--fractions and --folds both say", "split", "in.csv", "--fractions", "0.5,0.5", "--folds", "3")]
    [InlineData("--fractions and --cuts both say", "split", "in.csv", "--method", "time", "--time", "a", "--fractions", "0.5,0.5", "--cuts", "3")]
    [InlineData("--fail-on is not an option of curate convert", "convert", "in.csv", "--fail-on", "duplicates")]
    [InlineData("No states are given", "merge")]
    [InlineData("completions takes one of", "completions", "tcsh")]
    [InlineData("'nope' is neither a command with methods nor a method", "methods", "nope")]
    [InlineData("'--nope' is not a command", "--nope")]
    public void Wrong_usage_ends_with_2_and_says_what_is_wrong(string says, params string[] arguments)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a,b\n1,2\n");
        Cli.Fails(folder, 2, [says], arguments);
    }

    [Fact]
    public void Overview_lists_every_command()
    {
        using ScratchFolder folder = new();
        string help = Cli.Text(folder, "--help");
        Assert.Equal(help, Cli.Text(folder));
        foreach (CommandSpec command in CommandLine.Commands)
        {
            Assert.Contains($"\n  {command.Name} ", help, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public void Help_begins_with_examples_and_shows_every_option_with_its_default(string name)
    {
        using ScratchFolder folder = new();
        CommandSpec command = CommandLine.Find(name);
        string help = Cli.Text(folder, name, "--help");
        Assert.StartsWith("Examples:\n  curate ", help, StringComparison.Ordinal);
        string words = string.Join(' ', help.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (OptionSpec option in command.AllOptions().Where(o => o.Name != "method"))
        {
            Assert.Contains("--" + option.Name, words, StringComparison.Ordinal);
            Assert.Contains(option.Help, words, StringComparison.Ordinal);
            if (option.Default is { } value && option.Kind != OptionKind.Flag)
            {
                Assert.Contains($"{option.Help} [default: {value}]", words, StringComparison.Ordinal);
            }
        }

        if (command.Methods.Count > 1)
        {
            Assert.Contains($"Methods (--method, default {command.Methods[0].Name}):", words, StringComparison.Ordinal);
            Assert.All(command.Methods, method => Assert.Contains($" {method.Name} {method.Summary} ", words, StringComparison.Ordinal));
        }

        Assert.All(help.Split('\n'), line => Assert.InRange(line.Length, 0, 130));
    }

    [Fact]
    public void Version_is_one_line()
    {
        using ScratchFolder folder = new();
        Assert.Matches(@"^curate \d+\.\d+\.\d+( \([0-9a-f]{10}\))?\n$", Cli.Text(folder, "--version"));
    }

    [Theory]
    [InlineData("dedupe", "--removed", "gone.csv")]
    [InlineData("shuffle", "--memory", "2MiB")]
    [InlineData("convert", "--columns", "a")]
    [InlineData("resample", "--label", "a")]
    public void Dry_run_says_what_would_happen_and_writes_nothing(string command, string option, string value)
    {
        using ScratchFolder folder = new();
        folder.File("in.csv", "a;b\r\n1;2\r\n");
        CurateResult result = Cli.Run(folder, command, "in.csv", option, value, "-o", "out.csv", "--report", "report.json", "--seed", "7", "--dry-run").Expect(0);
        foreach (string says in new[] { "in.csv", "delimiter ;", "CRLF", "Seed     7", "Passes ", "Memory ", "Output   out.csv" })
        {
            Assert.Contains(says, result.Text, StringComparison.Ordinal);
        }

        Assert.Equal(["in.csv"], folder.Files());
    }

    [Theory]
    [MemberData(nameof(MethodCommandNames))]
    public void Completion_knows_methods_and_options(string name)
    {
        using ScratchFolder folder = new();
        CommandSpec command = CommandLine.Find(name);
        string line = $"curate {name} --";
        string[] options = Cli.Lines(Cli.Text(folder, $"[suggest:{line.Length}]", line));
        Assert.All(command.AllOptions(), option => Assert.Contains("--" + option.Name, options));
        if (command.Methods.Count > 1)
        {
            line = $"curate {name} --method ";
            Assert.Equal(command.Methods.Select(m => m.Name).Concat(command.OtherMethods).Order(StringComparer.Ordinal), Cli.Lines(Cli.Text(folder, $"[suggest:{line.Length}]", line)));
        }
    }

    [Fact]
    public void Completion_of_the_first_word_gives_commands_alone()
    {
        using ScratchFolder folder = new();
        Assert.Equal(CommandLine.Commands.Select(c => c.Name).Order(StringComparer.Ordinal), Cli.Lines(Cli.Text(folder, "[suggest:7]", "curate ")));
    }

    [Theory]
    [InlineData("bash", "complete ")]
    [InlineData("zsh", "#compdef curate")]
    [InlineData("fish", "complete -c curate")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public void Completion_script_asks_this_program(string shell, string says)
    {
        using ScratchFolder folder = new();
        string script = Cli.Text(folder, "completions", shell);
        Assert.Contains(says, script, StringComparison.Ordinal);
        Assert.Contains("[suggest:", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_as_json_list_the_whole_registry()
    {
        using ScratchFolder folder = new();
        Cli.Run(folder, "methods", "--format", "json", "-o", "methods.json").Expect(0);
        System.Text.Json.JsonElement list = Cli.Json(folder, "methods.json");
        Assert.Equal(1, list.GetProperty("schema").GetInt32());
        Assert.Equal(MethodRegistry.All.Select(m => m.Id), list.GetProperty("methods").EnumerateArray().Select(m => m.GetProperty("id").GetString()));
        foreach ((System.Text.Json.JsonElement shown, MethodEntry method) in list.GetProperty("methods").EnumerateArray().Zip(MethodRegistry.All))
        {
            Assert.Equal(method.OptionSpecs.Select(o => o.Name), shown.GetProperty("options").EnumerateArray().Select(o => o.GetProperty("name").GetString()));
            Assert.Equal(method.Memory, shown.GetProperty("memory").GetString());
        }
    }

    [Theory]
    [InlineData("text")]
    [InlineData("md")]
    public void Methods_in_other_formats_name_each_method(string format)
    {
        using ScratchFolder folder = new();
        string text = Cli.Text(folder, "methods", "--format", format);
        Assert.All(MethodRegistry.All, method => Assert.Contains(method.Id, text, StringComparison.Ordinal));
        Assert.DoesNotContain("resample/", Cli.Text(folder, "methods", "dedupe", "--format", format), StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_knows_every_error_code()
    {
        using ScratchFolder folder = new();
        string text = Cli.Text(folder, ["explain", .. ErrorCodes.All.Select(c => c.Id)]);
        Assert.All(ErrorCodes.All, code => Assert.Contains($"{code.Id} (exit code {(int)code.Exit})\n  {code.Meaning}\n  {code.Remedy}\n", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Explain_knows_every_method_by_id_and_by_name()
    {
        using ScratchFolder folder = new();
        string byId = Cli.Text(folder, ["explain", .. MethodRegistry.All.Select(m => m.Id)]);
        string byName = Cli.Text(folder, ["explain", .. MethodRegistry.All.Select(m => m.Name)]);
        foreach (MethodEntry method in MethodRegistry.All)
        {
            Assert.Contains($"{method.Id}\n  {method.Summary}\n", byId, StringComparison.Ordinal);
            Assert.Contains($"{method.Id}\n  {method.Summary}\n", byName, StringComparison.Ordinal);
        }
    }
}
