using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Text.Tokens;

namespace Curate.Core.Select;

/// <summary>Options that all methods share that take a number or a share of the rows, in all or in each group, and rows that must be in.</summary>
internal static class PickSpecs
{
    public const string Reason = "not-selected";

    /// <summary>The four options, over records of any kind.</summary>
    /// <param name="budget">The budget of a record.</param>
    /// <param name="withBudget">A record with another budget.</param>
    /// <param name="withGroups">A record with these columns of groups.</param>
    /// <param name="withMust">A record that says that a dataset of ids was given.</param>
    public static IReadOnlyList<OptionSpec<T>> Budgets<T>(Func<T, Budget> budget, Func<T, Budget, T> withBudget, Func<T, IReadOnlyList<string>, T> withGroups, Func<T, T> withMust)
        where T : class
    {
        return
        [
            OptionSpec<T>.Whole("rows", "Rows to take.", (o, v) => With(o, BudgetKind.Rows, v), min: 0),
            OptionSpec<T>.Fraction("fraction", "Share of the rows to take.", (o, v) => With(o, BudgetKind.Fraction, v)),
            OptionSpec<T>.Columns("per", "The budget holds for each group of these columns.", withGroups),
            OptionSpec<T>.Path("must", "A file with an --id column; its rows are taken first.", (o, _) => withMust(o)),
        ];

        T With(T options, BudgetKind kind, double amount) => withBudget(options, Once(budget(options), kind, amount));
    }

    /// <summary>Budgets of bytes, tokens and cost, over records of any kind, for methods that take rows one after the other.</summary>
    /// <param name="budget">The budget of a record.</param>
    /// <param name="withBudget">A record with another budget.</param>
    /// <param name="sizes">How large rows are in a record.</param>
    /// <param name="withSizes">A record with rows of other sizes.</param>
    /// <param name="ownText">The method has a <c>--text</c> of its own.</param>
    public static IReadOnlyList<OptionSpec<T>> Sizes<T>(Func<T, Budget> budget, Func<T, Budget, T> withBudget, Func<T, SizeOptions> sizes, Func<T, SizeOptions, T> withSizes, bool ownText = false)
        where T : class
    {
        return
        [
            OptionSpec<T>.Size("bytes", "Bytes of records to take at most.", (o, v) => With(o, BudgetKind.Bytes, v)),
            OptionSpec<T>.Whole("tokens", "Tokens of --text or --length-column to take at most.", (o, v) => With(o, BudgetKind.Tokens, v), min: 0),
            OptionSpec<T>.Number("cost", "Sum of --cost-column to take at most.", (o, v) => With(o, BudgetKind.Cost, v), min: 0),
            OptionSpec<T>.Column("cost-column", "Column that --cost adds up; a missing value costs nothing.", (o, v) => withSizes(o, sizes(o) with { CostColumn = v })),
            .. ownText ? [] : new[] { OptionSpec<T>.Column("text", "Text column whose tokens are counted: what white space separates, or those of --tokenizer.", (o, v) => withSizes(o, sizes(o) with { Text = v })) with { Role = true } },
            .. TokenizerSpecs.For<T>(o => sizes(o).Tokenizer, (o, v) => withSizes(o, sizes(o) with { Tokenizer = v })),
            OptionSpec<T>.Column("length-column", "Column that holds the tokens of each row.", (o, v) => withSizes(o, sizes(o) with { LengthColumn = v })),
        ];

        T With(T options, BudgetKind kind, double amount) => withBudget(options, Once(budget(options), kind, amount));
    }

    /// <summary>What methods say that have no budgets of sizes, because they draw with chances that are made for a number of rows.</summary>
    public static IReadOnlyDictionary<string, string> FixedSize { get; } = ((string[])["bytes", "tokens", "cost", "cost-column", "length-column"]).ToDictionary(static o => o,
        static _ => "It draws with chances that are made for a number of rows, and bytes, tokens and cost do not say one: pass --rows or --fraction.", StringComparer.Ordinal);

    /// <summary>Checks what sizes need.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="sizes">Columns, with the text column of the method where it has one of its own.</param>
    /// <param name="ownText">The text column is for more than counting.</param>
    /// <exception cref="CurateException">A budget lacks the column that it counts in, or two say the same.</exception>
    public static void CheckSizes(Budget budget, SizeOptions sizes, bool ownText = false)
    {
        TokenizerSpecs.Check(sizes.Tokenizer, sizes.Text);
        switch (budget.Kind)
        {
            case BudgetKind.Cost when sizes.CostColumn is null:
                Fail.Usage("--cost needs a column to add up.", "Pass --cost-column COL.");
                break;
            case BudgetKind.Tokens when sizes is { Text: null, LengthColumn: null }:
                Fail.Usage("--tokens needs a column to count them in.", "Pass --text COL or --length-column COL.");
                break;
        }

        if (!ownText && sizes is { Text: not null, LengthColumn: not null })
        {
            Fail.Usage("--text and --length-column both say how many tokens a row has.", "Pass one of them.");
        }
    }

    /// <summary>Refuses rows that must be in whose sizes are more than the budget.</summary>
    /// <exception cref="CurateException">They are.</exception>
    public static void CheckMust(double needed, Budget budget, string? group) => CheckMust([needed], budget, group);

    /// <summary>The same of their sizes, one after the other as picking takes them off the budget.</summary>
    public static void CheckMust(ReadOnlySpan<double> sizes, Budget budget, string? group)
    {
        double needed = 0;
        double left = budget.Amount;
        foreach (double size in sizes)
        {
            needed += size;
            left -= size;
        }

        if (left < 0)
        {
            string where = group is null ? "" : $" of group {group}";
            Fail.With(ErrorCodes.Infeasible, $"The rows{where} that --must names need {NumberText.Of(needed)} {RowSizer.UnitOf(budget.Kind)}, and the budget there is {NumberText.Of(budget.Amount)}.",
                "Raise the budget, or leave some of them out.");
        }
    }

    /// <summary>The column that rows of <c>--must</c> are found by, for methods that need it for nothing else.</summary>
    public static OptionSpec<T> Id<T>(Func<T, string, T> withId)
        where T : class => OptionSpec<T>.Column("id", "Column that --must finds rows by.", withId) with { Role = true };

    /// <summary>Whether rows come out as they were picked.</summary>
    public static OptionSpec<T> Order<T>(Func<T, bool, T> withOrder)
        where T : class => OptionSpec<T>.Choice("order", "Rows come out in the order of the input, or in that in which they were picked.", ["input", "pick"], (o, v) => withOrder(o, v == "pick"), "input");

    /// <summary>Refuses more rows that must be in than there is room for.</summary>
    /// <param name="must">Rows that must be in.</param>
    /// <param name="budget">Rows to pick.</param>
    /// <param name="group">The group that both are of; null for all rows.</param>
    /// <exception cref="CurateException">There are more.</exception>
    public static void CheckMust(long must, long budget, string? group)
    {
        if (must > budget)
        {
            string where = group is null ? "" : $" of group {group}";
            Fail.With(ErrorCodes.Infeasible, $"The rows{where} that --must names are {NumberText.Of(must)}, and the budget there is {NumberText.Of(budget)} rows.", "Raise the budget, or leave some of them out.");
        }
    }

    /// <summary>Checks what one of them alone cannot.</summary>
    /// <exception cref="CurateException">No budget, or rows that must be in without the column that finds them.</exception>
    public static void Check(Budget budget, bool must, string? id, bool sized = false)
    {
        if (budget.Kind == BudgetKind.None)
        {
            Fail.Usage("No budget is given.", sized ? "Pass one of --rows N, --fraction P, --bytes SIZE, --tokens N, --cost N." : "Pass --rows N or --fraction P%.");
        }

        if (must && id is null)
        {
            Fail.Usage("--must needs --id, the column that its rows are found by.");
        }
    }

    /// <summary>A budget, where none was given before.</summary>
    private static Budget Once(Budget before, BudgetKind kind, double amount)
    {
        if (before.Kind != BudgetKind.None)
        {
            Fail.Usage("More than one budget is given.", "Pass one of --rows, --fraction, and where the method has them --bytes, --tokens, --cost.");
        }

        return new Budget(kind, amount);
    }
}
