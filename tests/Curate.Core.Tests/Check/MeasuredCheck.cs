using Curate.Core.Check;
using Curate.Core.Data;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Tests.Support;

namespace Curate.Core.Tests.Check;

/// <summary>Runs one check of the registry on tables, with options as texts.</summary>
internal static class MeasuredCheck
{
    public static CheckResult Run(string name, CheckSettings settings, IRecordSource main, IReadOnlyList<IRecordSource> others, params (string Name, string Value)[] options)
    {
        RunContext context = TestRuns.Context();
        CheckResult result = Run(name, settings, main, others, context, options);
        Assert.Equal(0, context.Memory.ForMethods - context.Memory.Free);
        Assert.Equal(0, ((MemoryScratch)context.Scratch).Live);
        return result;
    }

    public static CheckResult Run(string name, CheckSettings settings, IRecordSource main, IReadOnlyList<IRecordSource> others, RunContext context, params (string Name, string Value)[] options)
    {
        var values = new OptionValues();
        foreach ((string option, string value) in options)
        {
            values.Add(option, value);
        }

        using var inputs = new CheckInputs
        {
            Passes = new PassRunner(context),
            Main = main,
            MainName = "data",
            Others = others,
            OtherNames = [.. others.Select(static (_, i) => "other " + (i + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))],
            Settings = settings,
        };
        return CheckRegistry.All.Single(c => c.Name == name).Bind(values).Run(inputs);
    }

    /// <summary>The rows of a table of a result.</summary>
    public static IReadOnlyList<object?[]> Rows(this CheckResult result, string table) => result.Tables.Single(t => t.Key == table).Rows;
}
