// `npm run test:quick`: the filter that Jest is given; the rule is in quick.ts.
module.exports = async (suites) => {
  const { isQuick } = await import('../dist/test/quick.js');
  return { filtered: suites.filter(isQuick) };
};
