using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Resample.Features;
using Curate.Core.Running.Plans;

namespace Curate.Core.Resample.Over;

/// <summary>What made-up rows of a table look like.</summary>
internal static class OverLayouts
{
    /// <summary>The layout that the options ask for.</summary>
    /// <param name="table">Features and classes.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="options">Rounding, other columns, added columns, order.</param>
    /// <param name="labels">Labels where rows have several; null for all others.</param>
    public static SyntheticLayout Of(LabelledTable table, IRecordSource source, OverOptions options, MultiLabels? labels)
    {
        FeatureColumns columns = table.Columns;
        var own = new HashSet<string>([.. columns.Numbers.Concat(columns.Categories).Select(static f => f.Name), columns.Label], StringComparer.Ordinal);
        return new SyntheticLayout
        {
            Columns = [.. columns.Numbers.Select(f => ColumnOf(f, table.Store.Numeric, options)), .. columns.Target is { } target ? [ColumnOf(target, 1, options)] : Array.Empty<SyntheticColumn>()],
            Categories = [.. columns.Categories.Select((f, c) => CategoryOf(table, f, c, source.RawKind)),
                .. labels is null ? Array.Empty<SyntheticCategory>() : [labels.Column(LabelField(source, columns.Label), source.RawKind)]],
            Fixed = OtherValues.Fixed(options.Other, source, own),
            FromNearer = OtherValues.FromNearer(options.Other),
            FlagColumn = options.SyntheticColumn,
            ParentColumns = options.Parents ? ("_parent", "_neighbor") : null,
            Order = options.Order,
        };
    }

    /// <summary>The class of every row of the dataset, rows without one as a class of their own, then of every made-up row.</summary>
    public static int[] Classes(LabelledTable table, MadeRows made)
    {
        var classes = new int[checked(table.InputRows + made.Count)];
        Array.Fill(classes, table.ClassCount, 0, (int)table.InputRows);
        for (int row = 0; row < table.Count; row++)
        {
            classes[table.RowOf(row)] = table.ClassOf[row];
        }

        for (int c = 0; c < made.Groups; c++)
        {
            Array.Fill(classes, c, (int)table.InputRows + made.GroupStart(c), made.GroupEnd(c) - made.GroupStart(c));
        }

        return classes;
    }

    /// <summary>Refuses features that a method cannot use.</summary>
    /// <exception cref="CurateException">They are of another kind.</exception>
    public static void CheckForm(FeatureForm form, FeatureColumns columns)
    {
        bool numbers = columns.Numbers.Count > 0;
        bool categories = columns.Categories.Count > 0;
        if (form == FeatureForm.Numbers && categories)
        {
            Fail.With(ErrorCodes.Infeasible, $"{Fail.Show(columns.Categories[0].Name)} is a category, and this method moves numbers only.",
                numbers ? "Use --method smote-nc for numbers and categories together." : "Use --method smote-n for categories.");
        }

        if (form == FeatureForm.Mixed && !(numbers && categories))
        {
            Fail.With(ErrorCodes.Infeasible, numbers ? "smote-nc needs at least one category beside the numbers." : "smote-nc needs at least one number beside the categories.",
                numbers ? "Name categories with --categorical, or use --method smote." : "Name numbers with --features, or use --method smote-n.");
        }

        if (form == FeatureForm.Categories && numbers)
        {
            Fail.With(ErrorCodes.Infeasible, $"{Fail.Show(columns.Numbers[0].Name)} is a number, and smote-n takes categories only.",
                "Name every feature with --categorical and none with --features, or use --method smote-nc.");
        }
    }

    private static SyntheticColumn ColumnOf(Field field, int numbers, OverOptions options) => new(field.Name, field.Kind!.Value)
    {
        IsSingle = field.IsSingle,
        Scale = field.Scale,
        Dimension = field.Kind == ColumnKind.Vector ? numbers : 1,
        KeepsFractions = options.KeepsFractions,
    };

    private static Field LabelField(IRecordSource source, string label) =>
        source.Schema.IndexOf(label) is >= 0 and int at ? source.Schema[at] : new Field(label, null);

    private static SyntheticCategory CategoryOf(LabelledTable table, Field field, int category, ColumnKind rawKind)
    {
        // Where the kind is not known, a category is what the format has as text; JSON texts keep their form.
        ColumnKind kind = field.Kind ?? (rawKind == ColumnKind.Json ? ColumnKind.Text : rawKind);
        var values = new CellValue[table.CategoryCount(category)];
        for (int code = 0; code < values.Length; code++)
        {
            values[code] = SyntheticCategory.ValueOf(kind, table.CategoryText(category, code) is { } text ? Encoding.UTF8.GetBytes(text) : null);
        }

        return new SyntheticCategory(field.Name, values);
    }
}
