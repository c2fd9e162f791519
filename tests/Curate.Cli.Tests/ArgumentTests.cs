using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Cli.Tests;

/// <summary>Arguments are read by the options of the method that they name, and by those of all methods only where they need more.</summary>
public sealed class ArgumentTests
{
    public static TheoryData<string> Methods => [.. MethodRegistry.All.Select(static m => m.Id)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Options_of_a_method_read_as_those_of_all_do(string id)
    {
        MethodEntry method = MethodRegistry.All.Single(m => m.Id == id);
        CommandSpec command = CommandLine.Find(method.Family);
        List<string> words = ["in.csv", "--method", method.Name, "-o", "out.csv", "--seed=7", "other.csv"];
        foreach (OptionSpec option in method.OptionSpecs)
        {
            words.AddRange(option.Kind == OptionKind.Flag ? ["--" + option.Name] : ["--" + option.Name, "1,b c"]);
        }

        words.AddRange("--", "third.csv");
        List<OptionSpec> needed = CommandLine.Needed(command, words);
        Assert.Equal(Names(command.OptionsWith([method])), Names(needed));
        List<OptionSpec> all = CommandLine.Needed(command, ["-1", .. words]);
        Assert.Equal(Names(command.AllOptions()).Order(), Names(all).Order());
        Arguments expected = CommandLine.Parse(command, words, all);
        Arguments read = CommandLine.Parse(command, words, needed);
        Assert.Equal(["in.csv", "other.csv", "third.csv"], expected.Inputs);
        Assert.Equal(expected.Inputs, read.Inputs);
        Assert.Equal(expected.Values.Names, read.Values.Names);
        Assert.All(expected.Values.Names, name => Assert.Equal(expected.Values.Of(name), read.Values.Of(name)));
        Assert.Empty(method.OptionSpecs.Select(static o => o.Name).Except(expected.Values.Names));
    }

    [Theory]
    [InlineData("in.csv", "--rows", "5")]
    [InlineData("in.csv", "--method=random-subset", "--per", "a")]
    [InlineData("in.csv", "--rows=5", "-o", "-")]
    public void First_method_decides_where_none_is_named(params string[] words)
    {
        CommandSpec command = CommandLine.Find("select");
        Assert.Equal(Names(command.OptionsWith([command.Methods[0]])), Names(CommandLine.Needed(command, words)));
    }

    [Theory]
    [InlineData("select", "in.csv", "--by", "a")]
    [InlineData("select", "in.csv", "--method", "none")]
    [InlineData("select", "in.csv", "--method")]
    [InlineData("select", "in.csv", "--method", "stratified", "--method=k-center")]
    [InlineData("select", "in.csv", "--method", "k-center", "--by", "a")]
    [InlineData("select", "in.csv", "--seed", "-1")]
    [InlineData("select", "-table.csv")]
    [InlineData("select", "@words")]
    [InlineData("dedupe", "folder", "--method", "files")]
    [InlineData("convert", "in.csv")]
    public void What_needs_more_is_read_by_all_options(string name, params string[] words)
    {
        CommandSpec command = CommandLine.Find(name);
        Assert.Equal(Names(command.AllOptions()).Order(), Names(CommandLine.Needed(command, words)).Order());
    }

    [Fact]
    public void Methods_that_run_together_bring_the_options_of_each()
    {
        CommandSpec command = CommandLine.Find("resample");
        List<OptionSpec> needed = CommandLine.Needed(command, ["in.csv", "--method", "edited-nn, condensed-nn", "--label", "a", "--n-seeds", "2", "--kind-sel", "mode"]);
        Assert.Equal(Names(command.OptionsWith([command.Methods.Find("edited-nn")!, command.Methods.Find("condensed-nn")!])), Names(needed));
    }

    private static string[] Names(IEnumerable<OptionSpec> options) => [.. options.Select(static o => o.Name)];
}
