namespace Curate.Core.Resample.Over;

/// <summary>Which kinds of features a method takes.</summary>
internal enum FeatureForm : byte
{
    /// <summary>Numbers only.</summary>
    Numbers,

    /// <summary>Numbers and categories, at least one of each.</summary>
    Mixed,

    /// <summary>Categories only.</summary>
    Categories,

    /// <summary>Whatever there is.</summary>
    Any,
}
