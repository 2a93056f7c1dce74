#include "support/s3_store.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace fastnode {
namespace {

TEST(S3, PlacesKeysAndAddresses) {
  ::setenv("AWS_ACCESS_KEY_ID", "key", 1);
  ::setenv("AWS_SECRET_ACCESS_KEY", "secret", 1);
  ::setenv("AWS_REGION", "eu-north-1", 1);
  ::unsetenv("AWS_ENDPOINT_URL");
  Result<S3Options> options = S3OptionsOf("bucket/some/prefix/");
  ASSERT_TRUE(options.ok());
  EXPECT_EQ(options->bucket, "bucket");
  EXPECT_EQ(options->prefix, "some/prefix");
  EXPECT_EQ(options->endpoint, "https://s3.eu-north-1.amazonaws.com");
  EXPECT_FALSE(options->bucket_in_path);
  ::setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9/", 1);
  EXPECT_TRUE(S3OptionsOf("bucket")->bucket_in_path);
  EXPECT_EQ(S3OptionsOf("bucket")->endpoint, "http://127.0.0.1:9");
  ::unsetenv("AWS_ACCESS_KEY_ID");
  ::setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent", 1);
  EXPECT_FALSE(S3OptionsOf("bucket").ok());
  for (const char* name :
       {"AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_ENDPOINT_URL", "AWS_SHARED_CREDENTIALS_FILE"}) {
    ::unsetenv(name);
  }
}

TEST(S3, CredentialsAreThoseOfTheProfile) {
  constexpr std::string_view kFile =
      "# mine\n[default]\naws_access_key_id = a\n[work]\r\naws_access_key_id=b\r\n"
      "aws_secret_access_key = c=d \n";
  EXPECT_EQ(CredentialOf(kFile, "default", "aws_access_key_id"), "a");
  EXPECT_EQ(CredentialOf(kFile, "work", "aws_access_key_id"), "b");
  EXPECT_EQ(CredentialOf(kFile, "work", "aws_secret_access_key"), "c=d");
  EXPECT_EQ(CredentialOf(kFile, "default", "aws_secret_access_key"), "");
  EXPECT_EQ(PercentEncode("/a b/ü=+"), "/a%20b/%C3%BC%3D%2B");
}

}  // namespace
}  // namespace fastnode
