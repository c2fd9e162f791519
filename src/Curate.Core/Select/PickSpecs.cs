using Curate.Core.Errors;
using Curate.Core.Options;

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

        T With(T options, BudgetKind kind, double amount)
        {
            if (budget(options).Kind != BudgetKind.None)
            {
                Fail.Usage("More than one budget is given.", "Pass one of --rows, --fraction.");
            }

            return withBudget(options, new Budget(kind, amount));
        }
    }

    /// <summary>Checks what one of them alone cannot.</summary>
    /// <exception cref="CurateException">No budget, or rows that must be in without the column that finds them.</exception>
    public static void Check(Budget budget, bool must, string? id)
    {
        if (budget.Kind == BudgetKind.None)
        {
            Fail.Usage("No budget is given.", "Pass --rows N or --fraction P%.");
        }

        if (must && id is null)
        {
            Fail.Usage("--must needs --id, the column that its rows are found by.");
        }
    }
}
