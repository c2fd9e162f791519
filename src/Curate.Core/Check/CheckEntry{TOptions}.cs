using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Check;

/// <inheritdoc/>
/// <typeparam name="TOptions">The check's options record.</typeparam>
public sealed record CheckEntry<TOptions>(string Name, string Summary) : CheckEntry(Name, Summary)
    where TOptions : class
{
    /// <summary>Options with every default.</summary>
    public required TOptions Defaults { get; init; }

    public required IReadOnlyList<OptionSpec<TOptions>> Options { get; init; }

    /// <summary>Checks what one option alone cannot: combinations. Throws usage errors.</summary>
    public Action<TOptions> Validate { get; init; } = static _ => { };

    public required Func<TOptions, CheckInputs, CheckResult> Run { get; init; }

    /// <summary>What the law tests run it with; null where a table cannot be used.</summary>
    public required Func<LawCase, TOptions?> Example { get; init; }

    public override IReadOnlyList<OptionSpec> OptionSpecs => Options;

    public override BoundCheck Bind(OptionValues values) => With(OptionBinder.Bind(Defaults, Options, values));

    public override BoundCheck? BindExample(LawCase table) => Example(table) is { } options ? With(options) : null;

    /// <summary>The check with options that did not come as texts.</summary>
    public BoundCheck With(TOptions options)
    {
        Validate(options);
        return new BoundCheck(this, inputs => Run(options, inputs));
    }
}
